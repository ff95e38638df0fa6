#include "ui/dialogs/sweep_dialog.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QSpinBox>

#include "core/study/pipeline.h"
#include "ui/dialogs/layer_picker.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/ratio_list.h"

namespace secateur {

SweepDialog::SweepDialog(const DialogContext& context, QWidget* parent)
    : OptionsDialog(tr("Sensitivity sweep"), tr("Sweep"), parent), m_context(context) {
    setSubject(subjectOf(context));
    const SweepOptions defaults;
    OptionsForm* form = addForm();
    m_ratios = form->addText(
        {"ratios", tr("&Ratios"),
         tr("Shares of the weights set to zero, one measured point each: 0.7 is 70 %.")},
        ratioText(defaults.ratios));
    m_perLayer = form->addCheck(
        {"perLayer", tr("One &layer at a time"),
         tr("One curve a layer: only its smallest weights become zero, the rest stays.")},
        defaults.perLayer);
    m_global = form->addCheck(
        {"global", tr("All layers to&gether"),
         tr("One curve more: the smallest weights of all layers in one ranking become zero.")},
        defaults.global);
    m_layers = new LayerPicker(context.layers, context.selectedLayer);
    form->addField({"layers", tr("L&ayers"), tr("The layers whose weights are pruned.")}, m_layers);
    connect(m_layers, &LayerPicker::changed, this, &SweepDialog::refresh);
    m_images = form->addImages(
        {"images", tr("Held-out &images"),
         tr("Images of the train split that no training has seen; each point classifies them.")},
        context.heldOutImages, PipelineOptions().sensitivityImages);
    refresh();
}

SweepOptions SweepDialog::options() const {
    SweepOptions options;
    options.ratios = parseRatios(m_ratios->text()).ratios;
    options.layers = m_layers->layers();
    options.perLayer = m_perLayer->isChecked();
    options.global = m_global->isChecked();
    return options;
}

int64_t SweepDialog::images() const {
    return m_images->value();
}

QString SweepDialog::problem() const {
    const QString ratios = parseRatios(m_ratios->text()).problem;
    if (m_context.quantized) {
        return quantizedProblem(m_context);
    }
    if (m_context.heldOutImages == 0) {
        return tr("The data set has no train split, so there are no held-out images.");
    }
    if (!ratios.isEmpty()) {
        return ratios;
    }
    return m_perLayer->isChecked() || m_global->isChecked()
               ? m_layers->problem()
               : tr("Choose one layer at a time, all layers together, or both.");
}

QString SweepDialog::summary() const {
    const SweepOptions chosen = options();
    const auto ratios = static_cast<int64_t>(chosen.ratios.size());
    const int64_t curves =
        (chosen.perLayer ? m_layers->count() : 0) + static_cast<int64_t>(chosen.global);
    const int64_t count = images() == 0 ? m_context.heldOutImages : images();
    return tr("%1 points × %2 images = %3 classifications on %4 cores. Points that the study has "
              "already are not measured again.")
        .arg(countText(curves * ratios), countText(count), countText(curves * ratios * count),
             countText(m_context.cores));
}

}  // namespace secateur
