// What the sides in C++ share: the protocol of side.py.
#pragma once

#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <iostream>
#include <string>

// Says who it is and what it computed (a JSON array), then runs rounds as asked and answers with the mean wall and CPU
// time of one.
inline void serve(const std::string &name, const std::string &check, const std::function<void()> &run) {
    std::printf("{\"name\": \"%s\", \"check\": %s}\n", name.c_str(), check.c_str());
    std::fflush(stdout);
    for (int repetitions; std::cin >> repetitions;) {
        const auto start = std::chrono::steady_clock::now();
        const std::clock_t cpu = std::clock();
        for (int i = 0; i < repetitions; i++) run();
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
        const double cpu_spent = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
        std::printf("%.9g %.9g\n", spent.count() / repetitions, cpu_spent / repetitions);
        std::fflush(stdout);
    }
}
