// A window that files can be dragged from, as from a file manager: drag_source X Y PATH...
#include <QApplication>
#include <QDrag>
#include <QMimeData>
#include <QMouseEvent>
#include <QTimer>
#include <QUrl>
#include <QWidget>

namespace {

constexpr int kSide = 60;
constexpr int kServedMs = 5000;

class Source : public QWidget {
 public:
    explicit Source(const QStringList& paths) : m_paths(paths) {
        setWindowFlag(Qt::FramelessWindowHint);
        setFixedSize(kSide, kSide);
    }

 protected:
    void mousePressEvent(QMouseEvent*) override {
        auto* files = new QMimeData;
        QList<QUrl> urls;
        for (const QString& path : m_paths) {
            urls << QUrl::fromLocalFile(path);
        }
        files->setUrls(urls);
        auto* drag = new QDrag(this);
        drag->setMimeData(files);
        const Qt::DropAction done = drag->exec(Qt::CopyAction);
        // The other program asks for what was dropped only now.
        QTimer::singleShot(kServedMs, qApp, [done] {
            QCoreApplication::exit(done == Qt::CopyAction ? 0 : 3);  // 3: it was refused
        });
    }

 private:
    const QStringList m_paths;
};

}  // namespace

int main(int argc, char** argv) {
    const QApplication app(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 4) {
        return 2;
    }
    Source source(arguments.mid(3));
    source.move(arguments[1].toInt(), arguments[2].toInt());
    source.show();
    return QApplication::exec();
}
