#pragma once

#include <QFormLayout>
#include <QObject>
#include <QString>
#include <cstdint>
#include <vector>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace secateur {

class AmountField;
class NumberField;

/// What every row of a form needs: an object name, a label that leads to the field by keyboard, one
/// sentence that explains the term.
struct FieldText {
    const char* name;  ///< of the object
    QString label;     ///< with a mnemonic
    QString toolTip;
};

/// Fills a form layout row by row and tells when any field changes.
class OptionsForm : public QObject {
    Q_OBJECT

 public:
    explicit OptionsForm(QFormLayout* rows);

    QSpinBox* addCount(const FieldText& text, int64_t low, int64_t high, int64_t value);
    /// A number of images, of `available`; 0 means all of them and is written so.
    QSpinBox* addImages(const FieldText& text, int64_t available, int64_t value);
    NumberField* addNumber(const FieldText& text, double low, double high, int decimals,
                           double value);
    AmountField* addAmount(const FieldText& text, double value);
    /// The label stands beside the box.
    QCheckBox* addCheck(const FieldText& text, bool value);
    struct Choice {
        QString label;
        int value;
    };
    /// The chosen value is the box's currentData().
    QComboBox* addChoice(const FieldText& text, const std::vector<Choice>& choices, int value);
    QLineEdit* addText(const FieldText& text, const QString& value);
    void addField(const FieldText& text, QWidget* field);
    /// Shows or hides a field with its label.
    void setShown(QWidget* field, bool shown);
    /// For a field whose meaning depends on another.
    void retitle(QWidget* field, const QString& label, const QString& toolTip);

 signals:
    void changed();

 private:
    QFormLayout* m_rows;
};

}  // namespace secateur
