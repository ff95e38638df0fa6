#pragma once

#include "core/quant/quantize_options.h"

class QCheckBox;
class QComboBox;

namespace secateur {

class OptionsForm;

/// The rows of a form for post-training quantization, shared by its dialog and the pipeline's.
class QuantizeFields {
 public:
    QuantizeFields(OptionsForm& form, const QuantizeOptions& defaults);
    QuantizeOptions options() const;

 private:
    QuantizeOptions m_defaults;
    QComboBox* m_relu6;
    QComboBox* m_bits;
    QCheckBox* m_symmetric;
};

}  // namespace secateur
