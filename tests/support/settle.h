#pragma once

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QThread>

namespace secateur {

/// Handles events until none is left: layouts, paintings and replots that were put off are done.
/// What other threads will send is not waited for (waitUntil() is for that).
inline void settle() {
    do {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    } while (QThread::currentThread()->eventDispatcher()->processEvents(QEventLoop::AllEvents));
}

}  // namespace secateur
