#include "ui/dialogs/number_field.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>
#include <cmath>

namespace secateur {

namespace {
constexpr int kSliderSteps = 100;  // a share of 1
constexpr int kLargestStep = 99;
}  // namespace

NumberField::NumberField(QWidget* parent) : QDoubleSpinBox(parent) {
    setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
}

QString NumberField::textFromValue(double value) const {
    const QString point = locale().decimalPoint();
    QString text = locale().toString(value, 'f', decimals());
    if (text.contains(point)) {
        while (text.endsWith(locale().zeroDigit())) {
            text.chop(1);
        }
        if (text.endsWith(point)) {
            text.chop(point.size());
        }
    }
    return text;
}

AmountField::AmountField(QWidget* parent)
    : QWidget(parent), m_slider(new QSlider(Qt::Horizontal)), m_number(new QDoubleSpinBox) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_slider, 1);
    row->addWidget(m_number);
    m_slider->setRange(0, kLargestStep);
    m_slider->setPageStep(10);
    m_slider->setFocusPolicy(Qt::ClickFocus);  // by keyboard the number does the same
    m_number->setRange(0.0, static_cast<double>(kLargestStep) / kSliderSteps);
    m_number->setDecimals(2);
    m_number->setSingleStep(1.0 / kSliderSteps);
    setFocusProxy(m_number);
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int step) { m_number->setValue(static_cast<double>(step) / kSliderSteps); });
    connect(m_number, &QDoubleSpinBox::valueChanged, this, [this](double amount) {
        const QSignalBlocker blocker(m_slider);
        m_slider->setValue(static_cast<int>(std::lround(amount * kSliderSteps)));
        emit amountChanged(amount);
    });
}

void AmountField::setAmount(double amount) {
    m_number->setValue(amount);
}

void AmountField::setNames(const QString& name, const QString& accessibleName) {
    setObjectName(name);
    m_slider->setObjectName(name + QStringLiteral("Slider"));
    m_number->setObjectName(name + QStringLiteral("Number"));
    m_slider->setAccessibleName(accessibleName);
    m_number->setAccessibleName(accessibleName);
}

}  // namespace secateur
