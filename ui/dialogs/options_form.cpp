#include "ui/dialogs/options_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>
#include <algorithm>
#include <limits>

#include "ui/base/mnemonic.h"
#include "ui/dialogs/number_field.h"

namespace secateur {

namespace {

int asInt(int64_t value) {
    return static_cast<int>(std::clamp<int64_t>(value, 0, std::numeric_limits<int>::max()));
}

/// Fields of one width stand in a column, whatever their range.
constexpr int kFieldCharacters = 18;

}  // namespace

OptionsForm::OptionsForm(QFormLayout* rows) : QObject(rows), m_rows(rows) {
    rows->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    rows->setLabelAlignment(Qt::AlignRight);
}

void OptionsForm::addField(const FieldText& text, QWidget* field) {
    field->setObjectName(QLatin1String(text.name));
    field->setToolTip(text.toolTip);
    field->setAccessibleName(withoutMnemonic(text.label));
    const int usual = kFieldCharacters * field->fontMetrics().averageCharWidth();
    field->setMinimumWidth(std::max(usual, field->minimumWidth()));
    auto* label = new QLabel(text.label);
    label->setToolTip(text.toolTip);
    label->setBuddy(field);
    m_rows->addRow(label, field);
}

void OptionsForm::setShown(QWidget* field, bool shown) {
    m_rows->setRowVisible(field, shown);
}

void OptionsForm::retitle(QWidget* field, const QString& label, const QString& toolTip) {
    field->setToolTip(toolTip);
    field->setAccessibleName(withoutMnemonic(label));
    auto* title = static_cast<QLabel*>(m_rows->labelForField(field));
    title->setText(label);
    title->setToolTip(toolTip);
}

QSpinBox* OptionsForm::addCount(const FieldText& text, int64_t low, int64_t high, int64_t value) {
    auto* field = new QSpinBox;
    field->setRange(asInt(low), asInt(high));
    field->setGroupSeparatorShown(true);
    field->setValue(asInt(value));
    connect(field, &QSpinBox::valueChanged, this, &OptionsForm::changed);
    addField(text, field);
    return field;
}

QSpinBox* OptionsForm::addImages(const FieldText& text, int64_t available, int64_t value) {
    QSpinBox* field = addCount(text, 0, available, value);
    field->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    field->setSpecialValueText(available > 0 ? tr("all %1").arg(QLocale().toString(available))
                                             : tr("none"));
    field->setToolTip(text.toolTip + tr(" 0 means all."));
    return field;
}

NumberField* OptionsForm::addNumber(const FieldText& text, double low, double high, int decimals,
                                    double value) {
    auto* field = new NumberField;
    field->setDecimals(decimals);
    field->setRange(low, high);
    field->setValue(value);
    connect(field, &QDoubleSpinBox::valueChanged, this, &OptionsForm::changed);
    addField(text, field);
    return field;
}

AmountField* OptionsForm::addAmount(const FieldText& text, double value) {
    auto* field = new AmountField;
    field->setAmount(value);
    connect(field, &AmountField::amountChanged, this, &OptionsForm::changed);
    addField(text, field);
    field->setNames(QLatin1String(text.name), withoutMnemonic(text.label));
    return field;
}

QCheckBox* OptionsForm::addCheck(const FieldText& text, bool value) {
    auto* field = new QCheckBox(text.label);
    field->setObjectName(QLatin1String(text.name));
    field->setToolTip(text.toolTip);
    field->setChecked(value);
    field->setMinimumWidth(field->sizeHint().width());
    connect(field, &QCheckBox::toggled, this, &OptionsForm::changed);
    m_rows->addRow(QString(), field);
    return field;
}

QComboBox* OptionsForm::addChoice(const FieldText& text, const std::vector<Choice>& choices,
                                  int value) {
    auto* field = new QComboBox;
    for (const Choice& choice : choices) {
        field->addItem(choice.label, choice.value);
    }
    field->setMinimumWidth(field->sizeHint().width());
    field->setCurrentIndex(field->findData(value));
    connect(field, &QComboBox::currentIndexChanged, this, &OptionsForm::changed);
    addField(text, field);
    return field;
}

QLineEdit* OptionsForm::addText(const FieldText& text, const QString& value) {
    auto* field = new QLineEdit(value);
    connect(field, &QLineEdit::textChanged, this, &OptionsForm::changed);
    addField(text, field);
    return field;
}

}  // namespace secateur
