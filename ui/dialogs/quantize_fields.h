#pragma once

#include <QCoreApplication>
#include <functional>

#include "core/quant/quantize_options.h"

class QCheckBox;
class QComboBox;
class QObject;

namespace secateur {

class OptionsForm;

/// The rows of a form that every dialog with a quantization has.
class QuantizeFields {
    Q_DECLARE_TR_FUNCTIONS(QuantizeFields)

 public:
    QuantizeFields(OptionsForm& form, const QuantizeOptions& defaults);
    QuantizeOptions options() const;
    void show(const QuantizeOptions& options);
    /// `changed` is called while `owner` lives.
    void onChange(QObject* owner, const std::function<void()>& changed);

 private:
    QuantizeOptions m_defaults;
    QComboBox* m_relu6;
    QComboBox* m_bits;
    QCheckBox* m_symmetric;
};

}  // namespace secateur
