#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

#include "core/study/study.h"

namespace secateur::test {

/// Another process that has a study open. It does a step of `work` for each byte that it is sent,
/// and answers with one.
class OtherProcess {
 public:
    OtherProcess(const std::string& path, void (*work)(Study&, int step)) {
        requireTrue((::pipe(m_orders) == 0 && ::pipe(m_answers) == 0));
        m_child = ::fork();
        requireTrue(m_child >= 0);
        if (m_child == 0) {
            ::close(m_orders[1]);
            run(path, work);
            ::_exit(0);
        }
        waitForAnswer();
    }
    ~OtherProcess() {
        ::close(m_orders[1]);
        int status = 0;
        ::waitpid(m_child, &status, 0);
        for (const int end : {m_orders[0], m_answers[0], m_answers[1]}) {
            ::close(end);
        }
    }
    void begin() { requireTrue(::write(m_orders[1], "x", 1) == 1); }
    void waitForAnswer() {
        char answer = 0;
        requireTrue(::read(m_answers[0], &answer, 1) == 1 && answer == 'y');
    }
    void step() {
        begin();
        waitForAnswer();
    }

 private:
    static void requireTrue(bool holds) {
        if (!holds) {
            throw std::runtime_error("the other process does not go on");
        }
    }
    void run(const std::string& path, void (*work)(Study&, int step)) {
        try {
            Study study(path);
            char order = 0;
            for (int step = 0;; ++step) {
                if (::write(m_answers[1], "y", 1) != 1 || ::read(m_orders[0], &order, 1) != 1) {
                    return;
                }
                work(study, step);
            }
        } catch (const std::exception&) {
            (void)!::write(m_answers[1], "n", 1);
        }
    }

    int m_orders[2] = {};
    int m_answers[2] = {};
    pid_t m_child = 0;
};

}  // namespace secateur::test
