#include <QApplication>

#ifdef SECATEUR_CATCH2_V2
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#else
#include <catch2/catch_session.hpp>
#endif

/// Widgets need a QApplication before the first test; they are drawn offscreen.
int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QApplication::setApplicationName("secateur-tests");
    return Catch::Session().run(argc, argv);
}
