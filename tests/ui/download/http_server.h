#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

namespace secateur::test {

/// What the server is asked.
struct HttpRequest {
    QByteArray path;
    QHash<QByteArray, QByteArray> headers;  ///< lower-case names
};

/// What one answer does other than send the file.
struct HttpFault {
    int status = 200;       ///< instead of 200 or 206; no file is sent then
    qint64 cutAfter = -1;   ///< bytes, then the connection is closed
    qint64 announce = -1;   ///< a wrong Content-Length
    qint64 wrongStart = 0;  ///< added to where Content-Range says it begins
    int slowMs = 0;         ///< between blocks of 4 KiB
    bool silent = false;    ///< headers, then nothing
};

/// One file over HTTP/1.1 on loopback, with Range and If-Range, in the thread of the test.
class HttpServer {
 public:
    HttpServer() {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
    }

    QByteArray body;
    QByteArray etag = "\"v1\"";
    QByteArray lastModified;
    bool ranges = true;
    QList<HttpFault> faults;  ///< one an answer, the first one first
    QList<HttpRequest> requests;

    QUrl url(const QString& path = "/file.tar.gz") const {
        return QUrl(QString("http://127.0.0.1:%1%2").arg(m_server.serverPort()).arg(path));
    }
    /// The Range header of a request; empty if there was none.
    QByteArray range(int request) const { return requests.value(request).headers.value("range"); }

 private:
    void accept() {
        while (QTcpSocket* socket = m_server.nextPendingConnection()) {
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                const QByteArray head = socket->peek(1 << 16);
                const qsizetype end = head.indexOf("\r\n\r\n");
                if (end >= 0) {
                    socket->read(end + 4);
                    answer(socket, parsed(head.left(end)));
                }
            });
        }
    }

    static HttpRequest parsed(const QByteArray& head) {
        const QList<QByteArray> lines = head.split('\n');
        HttpRequest request;
        request.path = lines[0].split(' ').value(1);
        for (const QByteArray& line : lines.mid(1)) {
            const qsizetype colon = line.indexOf(':');
            request.headers[line.left(colon).toLower()] = line.mid(colon + 1).trimmed();
        }
        return request;
    }

    void answer(QTcpSocket* socket, const HttpRequest& request) {
        requests << request;
        if (request.path.startsWith("/redirect")) {
            send(socket, 302, "Location: " + request.path.mid(9) + "\r\nContent-Length: 0\r\n", {},
                 {});
            return;
        }
        const HttpFault fault = faults.isEmpty() ? HttpFault{} : faults.takeFirst();
        if (fault.status != 200) {
            send(socket, fault.status, "Content-Length: 5\r\n", "sorry", {});
            return;
        }
        sendFile(socket, request, fault);
    }

    void sendFile(QTcpSocket* socket, const HttpRequest& request, const HttpFault& fault) {
        const QByteArray condition = request.headers.value("if-range");
        const bool same = condition.isEmpty() || condition == etag || condition == lastModified;
        const QByteArray range = request.headers.value("range");
        QByteArray headers;
        headers += etag.isEmpty() ? QByteArray() : "ETag: " + etag + "\r\n";
        headers +=
            lastModified.isEmpty() ? QByteArray() : "Last-Modified: " + lastModified + "\r\n";
        const QByteArray total = QByteArray::number(body.size());
        qint64 first = 0;
        int status = 200;
        if (ranges && same && range.startsWith("bytes=")) {
            first = range.mid(6).split('-').value(0).toLongLong();
            status = first < body.size() ? 206 : 416;
            headers += "Content-Range: bytes " +
                       (status == 416 ? QByteArray("*")
                                      : QByteArray::number(first + fault.wrongStart) + "-" +
                                            QByteArray::number(body.size() - 1)) +
                       "/" + total + "\r\n";
        }
        const QByteArray part = status == 416 ? QByteArray() : body.mid(first);
        const qint64 length = fault.announce >= 0 ? fault.announce : part.size();
        send(socket, status, headers + "Content-Length: " + QByteArray::number(length) + "\r\n",
             part, fault);
    }

    static void send(QTcpSocket* socket, int status, const QByteArray& headers,
                     const QByteArray& content, const HttpFault& fault) {
        socket->write("HTTP/1.1 " + QByteArray::number(status) + " Said\r\n" + headers +
                      "Connection: close\r\n\r\n");
        if (fault.silent) {
            return;
        }
        const QByteArray bytes = fault.cutAfter >= 0 ? content.left(fault.cutAfter) : content;
        if (fault.slowMs == 0) {
            socket->write(bytes);
            socket->disconnectFromHost();
            return;
        }
        auto* timer = new QTimer(socket);
        QObject::connect(timer, &QTimer::timeout, socket, [socket, bytes, sent = 0]() mutable {
            socket->write(bytes.mid(sent, 4096));
            sent += 4096;
            if (sent >= bytes.size()) {
                socket->disconnectFromHost();
            }
        });
        timer->start(fault.slowMs);
    }

    QTcpServer m_server;
};

}  // namespace secateur::test
