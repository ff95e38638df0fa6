#include "core/stages/perform_order.h"

#include "core/stages/quant_checks.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/split_images.h"
#include "core/stages/stages.h"
#include "core/stages/training_stage.h"
#include "core/study/recipe_store.h"

namespace secateur {

namespace {

/// One stage of one kind.
class Performer {
 public:
    Performer(const StageContext& stage, const OrderSubject& subject, const OrderHooks& hooks)
        : m_stage(stage), m_subject(subject), m_hooks(hooks) {}

    Performed operator()(const EvaluateOrder& order) const {
        const ImageList images =
            spreadImages(m_stage.data, Split::Test, order.images, m_subject.seed);
        Performed done;
        for (const int64_t variant : order.variants) {
            done.measured = evaluateVariant(m_stage, variant, images);
            ++done.evaluations;
        }
        if (done.evaluations == 1) {
            done.variant = requireVariant(m_stage.study, order.variants.front());
        }
        return done;
    }

    Performed operator()(const SweepOrder& order) const {
        SweepOptions options = order.options;
        if (!order.masks.empty()) {
            options.masks = readMasksOf(m_stage.study, m_subject.variant, order.masks);
        }
        const ImageList images = drawn(Split::HeldOut, order.images);
        if (m_hooks.sweepStarts) {
            m_hooks.sweepStarts(options, images);
        }
        Performed done;
        done.points = std::ssize(
            sweepVariant(m_stage, m_subject.variant, images, options, m_hooks.sweepChanged).points);
        return done;
    }

    Performed operator()(const TrainOrder& order) const {
        return made([&] {
            TrainingPlan plan;
            plan.kind = order.kind;
            plan.keepZeros = order.kind == TrainingKind::FineTuned;
            plan.parent = m_subject.variant;
            plan.options = order.options;
            drawTraining(plan, order.images);
            return trainVariant(m_stage, plan).last;
        });
    }

    Performed operator()(const GradualOrder& order) const {
        return made([&] {
            GradualPlan plan = order.plan;
            std::visit([&](auto& recipe) { recipe.seed = m_subject.seed; }, plan.cut);
            drawTraining(plan.training, order.images);
            return cutGradually(m_stage, m_subject.variant, plan,
                                [&](const GradualStep&) { m_stage.run.tell(Stored{}); })
                .back()
                .result();
        });
    }

    Performed operator()(const QuantizeOrder& order) const {
        return made([&] {
            if (!order.recipe.empty()) {
                saveRecipe(m_stage.study, order.recipe, order.options);
            }
            return quantizeVariant(m_stage, m_subject.variant,
                                   drawn(Split::Train, order.options.calibrationImages),
                                   order.options);
        });
    }

    Performed operator()(const ErrorsOrder& order) const {
        quantErrorsOf(m_stage, m_subject.variant,
                      drawn(Split::Train, order.options.calibrationImages),
                      drawn(Split::HeldOut, order.images), order.options, m_hooks.errorsChanged);
        return {};
    }

    Performed operator()(const QatOrder& order) const {
        return made([&] {
            QatPlan plan = order.plan;
            plan.training.parent = m_subject.variant;
            plan.training.images = drawn(Split::Train, order.images);
            plan.training.heldOut = drawn(Split::HeldOut, order.heldOut);
            plan.calibration = drawn(Split::Train, plan.quantize.calibrationImages);
            return qatVariant(m_stage, plan);
        });
    }

    Performed operator()(PipelineOptions order) const {
        order.seed = m_subject.seed;
        if (m_hooks.sweepStarts) {
            m_hooks.sweepStarts({}, drawn(Split::HeldOut, order.sensitivityImages));
        }
        PipelineHooks hooks = m_hooks.pipeline;
        hooks.sweepChanged = m_hooks.sweepChanged;
        Performed done;
        hooks.measured = [&](const Variant& variant, const StoredEvaluation& measured) {
            done.variant = variant;
            done.measured = measured;
            if (m_hooks.pipeline.measured) {
                m_hooks.pipeline.measured(variant, measured);
            }
        };
        runPipeline(m_stage, m_subject.variant, order, hooks);
        return done;
    }

    Performed operator()(ShrinkOptions order) const {
        order.seed = m_subject.seed;
        const ShrinkResult result =
            shrinkVariant(m_stage, m_subject.variant, order, [&](const ShrinkCandidate& candidate) {
                m_stage.run.say(lineOf(candidate));
                m_stage.run.tell(Stored{});
            });
        const ImageList images = testImages(m_stage, m_subject);
        measureWithin(m_stage, result, images);
        Performed done;
        done.variant = result.candidates[result.smallest].variant;
        done.measured = evaluateVariant(m_stage, done.variant->id, images);
        return done;
    }

 private:
    ImageList drawn(Split split, int64_t count) const {
        return drawnImages(m_stage.data, split, count, m_subject.seed);
    }
    void drawTraining(TrainingPlan& plan, int64_t images) const {
        plan.images = drawn(Split::Train, images);
        plan.heldOut = splitImages(m_stage.data, Split::HeldOut, m_subject.seed);
    }
    Performed made(const std::function<Variant()>& make) const {
        return performMaking(m_stage, m_subject, make);
    }

    const StageContext& m_stage;
    const OrderSubject& m_subject;
    const OrderHooks& m_hooks;
};

}  // namespace

ImageList testImages(const StageContext& stage, const OrderSubject& subject) {
    return subject.shown.indices.empty() ? spreadImages(stage.data, Split::Test, 0, subject.seed)
                                         : subject.shown;
}

Performed performMaking(const StageContext& stage, const OrderSubject& subject,
                        const std::function<Variant()>& make) {
    stage.run.checkCancelled();
    Performed done;
    done.variant = make();
    done.measured = evaluateVariant(stage, done.variant->id, testImages(stage, subject));
    return done;
}

Performed performOrder(const StageContext& stage, const OrderSubject& subject,
                       const StageOrder& order, const OrderHooks& hooks) {
    return std::visit(Performer(stage, subject, hooks), order);
}

}  // namespace secateur
