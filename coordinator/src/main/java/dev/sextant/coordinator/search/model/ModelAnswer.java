package dev.sextant.coordinator.search.model;

import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.gp.Prediction;
import dev.sextant.coordinator.search.rung.ReasonFormat;
import dev.sextant.coordinator.search.rung.RungTable;
import dev.sextant.coordinator.search.sample.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The configuration that a model was asked for, and why it is that one.
 *
 * @param there what the model expects of it, a prediction of one point
 * @param keepsConstraints how probably it keeps the study's constraints; empty where none is modelled
 * @param region where it was looked for; empty for everywhere
 */
record ModelAnswer(
        ModelQuestion question,
        String acquisition,
        Prediction there,
        OptionalDouble keepsConstraints,
        Optional<TrustRegion> region,
        UntriedPoints.Untried found) {
    /** The configuration with its reason. */
    Sampler.Sample explained(String sampler, StudyView view, RungTable table) {
        return new Sampler.Sample(found.configuration(), words(view), details(sampler, view, table));
    }

    private Map<String, Object> details(String sampler, StudyView view, RungTable table) {
        Map<String, Object> details = new TreeMap<>();
        details.put("sampler", sampler);
        details.put("results", (long) question.data().size());
        details.put("mean", there.mean(0));
        details.put("deviation", there.deviation(0));
        details.put("acquisition", acquisition);
        details.put("value", found.worth());
        details.put("beta", question.beta());
        details.put("seed", view.seed());
        details.put(
                "under_way",
                question.underWay().stream().map(row -> (long) row + 1).toList());
        List<Object> rungs = new ArrayList<>();
        for (int rung = 0; rung < view.rungs().size(); rung++) {
            rungs.add(Map.of("epochs", (long) view.rungs().get(rung), "trials", (long) table.standing(rung)));
        }
        details.put("rungs", rungs);
        keepsConstraints.ifPresent(probability -> details.put("keeps_constraints", probability));
        question.rung()
                .ifPresent(
                        rung -> details.put("model_of_rung", (long) view.rungs().get(rung)));
        region.ifPresent(
                near -> details.put("trust_region", Map.of("trial", (long) near.trial(), "reach", near.reach())));
        return details;
    }

    private String words(StudyView view) {
        double mean = there.mean(0);
        double deviation = there.deviation(0);
        String among = question.rung()
                .map(rung -> "those at " + ReasonFormat.epochs(view.rungs().get(rung)))
                .orElse("all trials");
        String keeping = keepsConstraints.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT, ", keeps the constraints with probability %.2f", keepsConstraints.getAsDouble());
        String underWay = question.underWay().isEmpty()
                ? ""
                : " with " + ReasonFormat.count(question.underWay().size(), "trial") + " under way";
        String near = region.map(box -> String.format(
                        Locale.ROOT,
                        ", no further from trial %d than %s of each axis",
                        box.trial(),
                        ReasonFormat.percent(box.reach())))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "expected in the best %s of %s (%s to %s)%s, by the %s of a model of %s%s%s",
                ReasonFormat.best(mean),
                among,
                ReasonFormat.best(mean + 2 * deviation),
                ReasonFormat.best(mean - 2 * deviation),
                keeping,
                acquisition,
                ReasonFormat.count(question.data().size(), "result"),
                underWay,
                near);
    }
}
