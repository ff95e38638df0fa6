#pragma once

#include <QByteArray>
#include <QList>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace secateur::test {

/// What one answer does other than send the file.
struct HttpFault {
    int status = 200;      ///< instead of 200; no file is sent then
    qint64 cutAfter = -1;  ///< bytes, then the connection is closed
    qint64 announce = -1;  ///< a wrong Content-Length
    bool silent = false;   ///< headers, then nothing
};

/// One file over HTTP/1.1 on loopback, in the thread of the test. "/redirect" before a path leads
/// to it.
class HttpServer {
 public:
    HttpServer() {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
    }

    QByteArray body;
    QList<HttpFault> faults;  ///< one an answer, the first one first
    int requests = 0;         ///< that were not led on

    QUrl url(const QString& path) const {
        return QUrl(QString("http://127.0.0.1:%1%2").arg(m_server.serverPort()).arg(path));
    }

 private:
    void accept() {
        while (QTcpSocket* socket = m_server.nextPendingConnection()) {
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                const QByteArray head = socket->peek(1 << 16);
                if (head.contains("\r\n\r\n")) {
                    socket->readAll();
                    answer(socket, head.split(' ').value(1));
                }
            });
        }
    }

    void answer(QTcpSocket* socket, const QByteArray& path) {
        if (path.startsWith("/redirect")) {
            send(socket, 302, "Location: " + path.mid(9) + "\r\n", {});
            return;
        }
        ++requests;
        const HttpFault fault = faults.isEmpty() ? HttpFault{} : faults.takeFirst();
        const QByteArray content = fault.status == 200 ? body : QByteArray("sorry");
        const qint64 length = fault.announce >= 0 ? fault.announce : content.size();
        const QByteArray header = "Content-Length: " + QByteArray::number(length) + "\r\n";
        if (fault.silent) {
            socket->write("HTTP/1.1 200 Said\r\n" + header + "\r\n");
            return;
        }
        send(socket, fault.status, header,
             fault.cutAfter >= 0 ? content.left(fault.cutAfter) : content);
    }

    static void send(QTcpSocket* socket, int status, const QByteArray& header,
                     const QByteArray& content) {
        socket->write("HTTP/1.1 " + QByteArray::number(status) + " Said\r\n" + header +
                      "Connection: close\r\n\r\n" + content);
        socket->disconnectFromHost();
    }

    QTcpServer m_server;
};

}  // namespace secateur::test
