#include "ui/dialogs/setting_fields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QLineEdit>
#include <QSpinBox>
#include <algorithm>
#include <cctype>
#include <cmath>

#include "ui/dialogs/layer_picker.h"
#include "ui/dialogs/number_field.h"
#include "ui/dialogs/options_form.h"

namespace secateur {

namespace {

using nlohmann::json;

constexpr double kWidest = 1000.0;  ///< a number that has no bound of its own

std::string camelCase(const std::string& key) {
    std::string name;
    for (const char c : key) {
        const bool starts = !name.empty() && name.back() == '_';
        if (starts) {
            name.pop_back();
        }
        name += starts ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    }
    return name;
}

SettingField spinField(QSpinBox* box) {
    return {box, [box] { return json(box->value()); },
            [box](const json& value) {
                box->setValue(static_cast<int>(
                    std::clamp<int64_t>(value.get<int64_t>(), box->minimum(), box->maximum())));
            }};
}

SettingField numberField(OptionsForm& form, const Setting& setting, const FieldText& text,
                         double value) {
    const SettingRange& range = setting.range;
    const double step = std::pow(10.0, -range.decimals);
    const double low = std::max(range.low, -kWidest) + (range.openLow ? step : 0.0);
    const double high = std::min(range.high, kWidest) - (range.openHigh ? step : 0.0);
    NumberField* box = form.addNumber(text, low, high, range.decimals, value);
    return {box, [box] { return json(box->value()); },
            [box](const json& number) { box->setValue(number.get<double>()); }};
}

SettingField choiceField(OptionsForm& form, const Setting& setting, const FieldText& text,
                         const json& value) {
    std::vector<OptionsForm::Choice> choices;
    std::vector<std::string> names;
    for (const SettingChoice& choice : setting.choices) {
        if (choice.title[0] != '\0') {
            choices.push_back({settingText(choice.title), static_cast<int>(choices.size())});
            names.push_back(choice.name);
        }
    }
    const auto indexOf = [names](const json& name) {
        return static_cast<int>(std::find(names.begin(), names.end(), name.get<std::string>()) -
                                names.begin());
    };
    QComboBox* box = form.addChoice(text, choices, indexOf(value));
    return {box, [box, names] { return json(names.at(static_cast<size_t>(box->currentIndex()))); },
            [box, indexOf](const json& name) { box->setCurrentIndex(indexOf(name)); }};
}

SettingField layersField(OptionsForm& form, const FieldText& text, const json& value,
                         const FieldLimits& limits) {
    auto* picker = new LayerPicker(
        limits.layers, limits.selectedLayer,
        limits.noneIsAll ? QString() : QCoreApplication::translate("Settings", "No layer"));
    if (!value.empty()) {
        picker->setLayers(value.get<std::vector<std::string>>());
    }
    form.addField(text, picker);
    QObject::connect(picker, &LayerPicker::changed, &form, &OptionsForm::changed);
    return {
        picker, [picker] { return json(picker->layers()); },
        [picker](const json& names) { picker->setLayers(names.get<std::vector<std::string>>()); }};
}

}  // namespace

QString settingText(const char* text) {
    return QCoreApplication::translate("secateur::Settings", text);
}

SettingField addSettingField(OptionsForm& form, const Setting& setting, const json& value,
                             const FieldLimits& limits) {
    const std::string name = camelCase(setting.text.key);
    const FieldText text{name.c_str(), settingText(setting.text.label),
                         settingText(setting.text.help)};
    switch (setting.kind) {
        case SettingKind::Flag: {
            QCheckBox* box = form.addCheck(text, value.get<bool>());
            return {box, [box] { return json(box->isChecked()); },
                    [box](const json& on) { box->setChecked(on.get<bool>()); }};
        }
        case SettingKind::Count:
            return spinField(form.addCount(text, static_cast<int64_t>(setting.range.low),
                                           static_cast<int64_t>(std::min(setting.range.high, 1e15)),
                                           value.get<int64_t>()));
        case SettingKind::Images:
            return spinField(form.addImages(text, limits.images, value.get<int64_t>()));
        case SettingKind::Number:
            return numberField(form, setting, text, value.get<double>());
        case SettingKind::Share: {
            AmountField* field = form.addAmount(text, value.get<double>());
            return {field, [field] { return json(field->amount()); },
                    [field](const json& share) { field->setAmount(share.get<double>()); }};
        }
        case SettingKind::Choice:
            return choiceField(form, setting, text, value);
        case SettingKind::Layers:
            return layersField(form, text, value, limits);
        case SettingKind::Text: {
            QLineEdit* line = form.addText(text, QString::fromStdString(value.get<std::string>()));
            return {line, [line] { return json(line->text().toStdString()); },
                    [line](const json& typed) {
                        line->setText(QString::fromStdString(typed.get<std::string>()));
                    }};
        }
        case SettingKind::Counts:
        case SettingKind::Numbers:
        case SettingKind::Shares:
        case SettingKind::Ranges:
            break;
    }
    throw Error(ErrorCode::Internal, "this setting has no field", {setting.text.key, "", ""});
}

}  // namespace secateur
