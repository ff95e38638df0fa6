#pragma once

#include <QDoubleSpinBox>

class QSlider;

namespace secateur {

/// A number without the zeros at its end: 0.001 rather than 0.001000. Its step follows its size.
class NumberField : public QDoubleSpinBox {
    Q_OBJECT

 public:
    explicit NumberField(QWidget* parent = nullptr);
    QString textFromValue(double value) const override;
};

/// A share from 0 to 0.99, by slider or by number.
class AmountField : public QWidget {
    Q_OBJECT

 public:
    explicit AmountField(QWidget* parent = nullptr);

    double amount() const { return m_number->value(); }
    void setAmount(double amount);
    /// Gives its two parts names made from this one.
    void setNames(const QString& name, const QString& accessibleName);

 signals:
    void amountChanged(double amount);

 private:
    QSlider* m_slider;
    QDoubleSpinBox* m_number;
};

}  // namespace secateur
