#include <QApplication>

#ifdef SECATEUR_CATCH2_V2
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#else
#include <catch2/catch_session.hpp>
#endif

namespace {

QtMessageHandler defaultHandler = nullptr;

/// Without what the offscreen platform cannot do, said for each window: it hides the line of a test
/// that fails.
void handleMessage(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    if (!message.startsWith("This plugin does not support ")) {
        defaultHandler(type, context, message);
    }
}

}  // namespace

/// Widgets need a QApplication before the first test; they are drawn offscreen.
int main(int argc, char** argv) {
    defaultHandler = qInstallMessageHandler(handleMessage);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QApplication::setApplicationName("secateur-tests");
    return Catch::Session().run(argc, argv);
}
