#pragma once

#include <QString>
#include <QStringList>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/setting.h"

class QWidget;

namespace secateur {

class OptionsForm;

/// What a field needs beside its setting.
struct FieldLimits {
    int64_t images = 0;  ///< that there are
    QStringList layers;
    QString selectedLayer = {};  ///< ticked where all layers are meant, until only some are
    bool noneIsAll = false;      ///< of layers: naming none means all of them, else none
};

/// A setting's row in a form.
struct SettingField {
    QWidget* widget = nullptr;
    std::function<nlohmann::json()> read;
    std::function<void(const nlohmann::json&)> write;
};

/// A label or help of a setting, translated.
QString settingText(const char* text);

/// The row that suits the setting's kind, named like its key in camel case ("batchSize").
SettingField addSettingField(OptionsForm& form, const Setting& setting, const nlohmann::json& value,
                             const FieldLimits& limits);

/// `options` with the values of those settings that `values` names. Errors: those of
/// Setting::check.
template <class Options>
Options startOf(const SettingsOf<Options>& settings, const nlohmann::json& values,
                Options options = {}) {
    for (const SettingOf<Options>& setting : settings) {
        if (const auto found = values.find(setting.text.key); found != values.end()) {
            setting.check(*found);
            setting.put(options, *found);
        }
    }
    return options;
}

/// Rows for settings of `Options`. Not a widget: the rows belong to their forms.
template <class Options>
class SettingFields {
 public:
    /// `start` also gives what has no row. `settings` must outlive this.
    SettingFields(const SettingsOf<Options>& settings, Options start)
        : m_settings(&settings), m_start(std::move(start)) {}

    void add(OptionsForm& form, const std::vector<std::string>& keys,
             const FieldLimits& limits = {}) {
        for (const std::string& key : keys) {
            const SettingOf<Options>& setting = m_settings->at(key);
            m_fields[key] = addSettingField(form, setting, setting.get(m_start), limits);
        }
    }
    /// A row for every setting that has a label.
    void addAll(OptionsForm& form, const FieldLimits& limits = {}) {
        for (const SettingOf<Options>& setting : *m_settings) {
            if (setting.text.label[0] != '\0') {
                add(form, {setting.text.key}, limits);
            }
        }
    }
    QWidget* widget(const std::string& key) const { return m_fields.at(key).widget; }

    Options options() const {
        Options options = m_start;
        for (const auto& [key, field] : m_fields) {
            m_settings->at(key).put(options, field.read());
        }
        return options;
    }
    void show(const Options& options) {
        m_start = options;
        for (const auto& [key, field] : m_fields) {
            field.write(m_settings->at(key).get(options));
        }
    }

 private:
    const SettingsOf<Options>* m_settings;
    Options m_start;
    std::map<std::string, SettingField> m_fields;
};

}  // namespace secateur
