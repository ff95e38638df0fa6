#pragma once

#include <QObject>
#include <QString>

namespace secateur {

/// What is selected, shared by every view: a layer with its block, or a block alone, or nothing.
class Selection : public QObject {
    Q_OBJECT

 public:
    using QObject::QObject;

    const QString& layer() const { return m_layer; }  ///< node name; empty: none
    const QString& block() const { return m_block; }  ///< LayerCost::block; empty: none

    /// Emits changed() if anything did, so views may call it from their own selection handlers.
    void select(const QString& block, const QString& layer) {
        if (block != m_block || layer != m_layer) {
            m_block = block;
            m_layer = layer;
            emit changed();
        }
    }

 signals:
    void changed();

 private:
    QString m_layer;
    QString m_block;
};

}  // namespace secateur
