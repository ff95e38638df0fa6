#pragma once

#include <QString>
#include <QTimer>
#include <QWidget>

#include "ui/dialogs/image_samples.h"

class QGridLayout;
class QLabel;

namespace secateur {

/// A row of pictures with the names of their classes, and a line about all of them: what is in a
/// data set that may be chosen.
class SampleStrip : public QWidget {
    Q_OBJECT

 public:
    explicit SampleStrip(ImageReaders read, QWidget* parent = nullptr);

    /// Shows these as soon as they are read; an empty location: nothing.
    void ask(const DataRequest& request);
    /// What was asked for; null while it is not known.
    const ImageData* data() const { return m_data ? &*m_data : nullptr; }
    /// Whether a network takes them in grey, with constants of their own.
    void setGrey(bool grey);
    /// Whether the answer is still to come; dataChanged() tells it.
    bool looking() const { return m_looking; }

 signals:
    void dataChanged();
    /// Of what is shown; empty: not known (yet).
    void constantsChanged(const Normalisation& constants);

 private:
    void read();
    void readConstants();
    void show(const ImageSamples& samples);
    void clear(const QString& why);
    void add(const ImageSamples::Sample& sample, int column);
    int pictureSide() const;
    int cellWidth() const;

    const ImageReaders m_read;
    DataRequest m_request;
    QString m_key;  ///< of m_request
    std::optional<ImageData> m_data;
    bool m_looking = false;
    bool m_grey = false;
    QTimer m_delay;            ///< while one types, nothing is read
    QWidget* m_row = nullptr;  ///< of what is shown; made anew
    QGridLayout* m_cells = nullptr;
    QLabel* m_about;
};

}  // namespace secateur
