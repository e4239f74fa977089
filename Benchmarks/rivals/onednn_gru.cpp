// The recurrent layers of a training step by oneDNN's own primitive (linear-before-reset GRU, bidirectional,
// concatenated), forward and backward, one primitive a layer: no linear layer, no CTC, no optimiser. Weights are brought
// into the primitive's order in every step, because in training they change. The gradient of the network's input, which
// nobody needs, is among what the primitive insists on.
//   onednn_gru FOLDER f32|bf16

#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

#include <oneapi/dnnl/dnnl.hpp>

#include "side.hpp"

using namespace dnnl;
using tag = memory::format_tag;
using type = memory::data_type;

static int number(const std::string &json, const std::string &key) {
    const auto place = json.find("\"" + key + "\":");
    if (place == std::string::npos) throw std::runtime_error("shape.json has no " + key);
    return std::stoi(json.substr(place + key.size() + 3));
}

struct Layer {
    lbr_gru_forward::primitive_desc forward_desc;
    lbr_gru_backward::primitive_desc backward_desc;
    lbr_gru_forward forward;
    lbr_gru_backward backward;
    // What the caller has, in plain order, and what the primitives want.
    memory weights_layer, weights_iter, bias, diff_weights_layer, diff_weights_iter, diff_bias;
    memory forward_weights_layer, forward_weights_iter, backward_weights_layer, backward_weights_iter;
    memory primitive_diff_weights_layer, primitive_diff_weights_iter;
    memory src, dst, diff_src, diff_dst, workspace;
};

int main(int, char **arguments) {
    std::ifstream file(std::string(arguments[1]) + "/shape.json");
    std::stringstream text;
    text << file.rdbuf();
    const std::string json = text.str(), precision = arguments[2];
    const type data = precision == "bf16" ? type::bf16 : type::f32;
    const memory::dim batch = number(json, "utterances"), layers = number(json, "layers"), hidden = number(json, "hidden");
    const memory::dim steps = number(json, "frames") / number(json, "stack");
    const memory::dim inputs = number(json, "stack") * number(json, "features");

    const engine cpu(engine::kind::cpu, 0);
    stream queue(cpu);
    const auto make = [&](const memory::desc &desc) {
        memory result(desc, cpu);
        std::memset(result.get_data_handle(), 0, desc.get_size());
        return result;
    };
    const memory::desc none;
    std::vector<Layer> stack(static_cast<size_t>(layers));
    for (size_t index = 0; index < stack.size(); index++) {
        Layer &layer = stack[index];
        const memory::dim width = index == 0 ? inputs : 2 * hidden;
        const memory::desc src({steps, batch, width}, data, tag::tnc), dst({steps, batch, 2 * hidden}, data, tag::tnc);
        const memory::desc diff_src({steps, batch, width}, type::f32, tag::tnc);
        const memory::desc diff_dst({steps, batch, 2 * hidden}, type::f32, tag::tnc);
        const memory::desc any_layer({1, 2, width, 3, hidden}, data, tag::any), any_iter({1, 2, hidden, 3, hidden}, data, tag::any);
        const memory::desc any_diff_layer({1, 2, width, 3, hidden}, type::f32, tag::any);
        const memory::desc any_diff_iter({1, 2, hidden, 3, hidden}, type::f32, tag::any);
        const memory::desc bias({1, 2, 4, hidden}, type::f32, tag::ldgo);
        const auto direction = rnn_direction::bidirectional_concat;
        layer.forward_desc = lbr_gru_forward::primitive_desc(
            {prop_kind::forward_training, direction, src, none, any_layer, any_iter, bias, dst, none}, cpu);
        layer.backward_desc = lbr_gru_backward::primitive_desc(
            {prop_kind::backward, direction, src, none, any_layer, any_iter, bias, dst, none, diff_src, none,
             any_diff_layer, any_diff_iter, bias, diff_dst, none},
            cpu, layer.forward_desc);
        layer.forward = lbr_gru_forward(layer.forward_desc);
        layer.backward = lbr_gru_backward(layer.backward_desc);
        layer.weights_layer = make({{1, 2, width, 3, hidden}, type::f32, tag::ldigo});
        layer.weights_iter = make({{1, 2, hidden, 3, hidden}, type::f32, tag::ldigo});
        layer.diff_weights_layer = make({{1, 2, width, 3, hidden}, type::f32, tag::ldigo});
        layer.diff_weights_iter = make({{1, 2, hidden, 3, hidden}, type::f32, tag::ldigo});
        layer.bias = make(bias);
        layer.diff_bias = make(bias);
        layer.forward_weights_layer = make(layer.forward_desc.weights_layer_desc());
        layer.forward_weights_iter = make(layer.forward_desc.weights_iter_desc());
        layer.backward_weights_layer = make(layer.backward_desc.weights_layer_desc());
        layer.backward_weights_iter = make(layer.backward_desc.weights_iter_desc());
        layer.primitive_diff_weights_layer = make(layer.backward_desc.diff_weights_layer_desc());
        layer.primitive_diff_weights_iter = make(layer.backward_desc.diff_weights_iter_desc());
        layer.src = index == 0 ? make(src) : stack[index - 1].dst;
        layer.dst = make(dst);
        layer.diff_dst = make(diff_dst);
        layer.diff_src = index == 0 ? make(diff_src) : stack[index - 1].diff_dst;
        layer.workspace = make(layer.forward_desc.workspace_desc());
    }

    serve("oneDNN RNN primitive, " + precision, "[]", [&] {
        for (Layer &layer : stack) {
            reorder(layer.weights_layer, layer.forward_weights_layer)
                .execute(queue, layer.weights_layer, layer.forward_weights_layer);
            reorder(layer.weights_iter, layer.forward_weights_iter)
                .execute(queue, layer.weights_iter, layer.forward_weights_iter);
            layer.forward.execute(
                queue, {{DNNL_ARG_SRC_LAYER, layer.src},
                        {DNNL_ARG_WEIGHTS_LAYER, layer.forward_weights_layer},
                        {DNNL_ARG_WEIGHTS_ITER, layer.forward_weights_iter},
                        {DNNL_ARG_BIAS, layer.bias},
                        {DNNL_ARG_DST_LAYER, layer.dst},
                        {DNNL_ARG_WORKSPACE, layer.workspace}});
        }
        for (size_t index = stack.size(); index-- > 0;) {
            Layer &layer = stack[index];
            // The primitive adds to the weights' gradients.
            for (memory *sum : {&layer.primitive_diff_weights_layer, &layer.primitive_diff_weights_iter, &layer.diff_bias})
                std::memset(sum->get_data_handle(), 0, sum->get_desc().get_size());
            reorder(layer.weights_layer, layer.backward_weights_layer)
                .execute(queue, layer.weights_layer, layer.backward_weights_layer);
            reorder(layer.weights_iter, layer.backward_weights_iter)
                .execute(queue, layer.weights_iter, layer.backward_weights_iter);
            layer.backward.execute(
                queue, {{DNNL_ARG_SRC_LAYER, layer.src},
                        {DNNL_ARG_WEIGHTS_LAYER, layer.backward_weights_layer},
                        {DNNL_ARG_WEIGHTS_ITER, layer.backward_weights_iter},
                        {DNNL_ARG_BIAS, layer.bias},
                        {DNNL_ARG_DST_LAYER, layer.dst},
                        {DNNL_ARG_WORKSPACE, layer.workspace},
                        {DNNL_ARG_DIFF_SRC_LAYER, layer.diff_src},
                        {DNNL_ARG_DIFF_WEIGHTS_LAYER, layer.primitive_diff_weights_layer},
                        {DNNL_ARG_DIFF_WEIGHTS_ITER, layer.primitive_diff_weights_iter},
                        {DNNL_ARG_DIFF_BIAS, layer.diff_bias},
                        {DNNL_ARG_DIFF_DST_LAYER, layer.diff_dst}});
            reorder(layer.primitive_diff_weights_layer, layer.diff_weights_layer)
                .execute(queue, layer.primitive_diff_weights_layer, layer.diff_weights_layer);
            reorder(layer.primitive_diff_weights_iter, layer.diff_weights_iter)
                .execute(queue, layer.primitive_diff_weights_iter, layer.diff_weights_iter);
        }
        queue.wait();
    });
}
