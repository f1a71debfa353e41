package dev.sextant.common.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.Objective.Constraint;
import dev.sextant.common.study.Patience;
import dev.sextant.common.study.Prior;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrainerSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a specification as JSON. {@link SpecReader} is its inverse: change both together. */
final class SpecWriter {
    /** Not in the section of the trainer, whose keys belong to the trainer. Absent for the first revision. */
    static final String TRAINER_REVISION = "trainer_revision";

    /** Key of the condition under which a parameter has an effect. It is derived, so study files do not have it. */
    static final String MATTERS_WHEN = "matters_when";

    private SpecWriter() {}

    static ObjectNode spec(StudySpec spec) {
        ObjectNode tree = JsonText.object();
        tree.put("study", spec.name());
        tree.set("objective", objective(spec.objective()));
        tree.set("trainer", trainer(spec.trainer()));
        if (spec.trainer().revision() != TrainerSpec.FIRST_REVISION) {
            tree.put(TRAINER_REVISION, spec.trainer().revision());
        }
        tree.set("parameters", parameters(spec.space(), spec.search().priors()));
        tree.set("fidelity", fidelity(spec.fidelity()));
        tree.set("search", search(spec.search()));
        tree.set("budget", budget(spec.budget()));
        ArrayNode startWith = tree.putArray("start_with");
        spec.startWith().forEach(configuration -> startWith.add(configuration(configuration)));
        tree.set("cluster", cluster(spec.cluster()));
        return tree;
    }

    static ObjectNode configuration(Configuration configuration) {
        return (ObjectNode) JsonText.tree(configuration.values());
    }

    private static ObjectNode objective(Objective objective) {
        ObjectNode tree = JsonText.object();
        tree.put("metric", objective.metric());
        tree.put("goal", objective.goal().word());
        ArrayNode constraints = tree.putArray("constraints");
        for (Constraint constraint : objective.constraints()) {
            ObjectNode element = constraints.addObject();
            element.put("metric", constraint.metric());
            element.set(constraint.side().word(), JsonText.tree(constraint.bound()));
        }
        return tree;
    }

    private static ObjectNode trainer(TrainerSpec trainer) {
        ObjectNode tree = JsonText.object();
        tree.put("type", trainer.type());
        trainer.settings().forEach((setting, value) -> tree.set(setting, JsonText.tree(value)));
        return tree;
    }

    private static ObjectNode parameters(SearchSpace space, Map<String, Prior> priors) {
        ObjectNode tree = JsonText.object();
        for (int axis = 0; axis < space.dimensions(); axis++) {
            Parameter parameter = space.parameters().get(axis);
            ObjectNode keys = parameter(axis, parameter);
            Optional.ofNullable(space.mattersWhen().get(parameter.name()))
                    .ifPresent(condition -> keys.set(MATTERS_WHEN, condition(condition)));
            Optional.ofNullable(priors.get(parameter.name())).ifPresent(prior -> keys.set("prior", prior(prior)));
            tree.set(parameter.name(), keys);
        }
        return tree;
    }

    private static ObjectNode parameter(int axis, Parameter parameter) {
        ObjectNode tree = JsonText.object();
        tree.put("axis", axis);
        if (parameter instanceof ContinuousParameter continuous) {
            tree.put("type", "continuous");
            tree.set("low", JsonText.tree(continuous.low()));
            tree.set("high", JsonText.tree(continuous.high()));
            tree.put("scale", continuous.scale().word());
        } else if (parameter instanceof IntegerParameter integer) {
            tree.put("type", "integer");
            tree.put("low", integer.low());
            tree.put("high", integer.high());
            tree.put("scale", integer.scale().word());
        } else if (parameter instanceof OrdinalParameter ordinal) {
            tree.put("type", "ordinal");
            tree.set("values", JsonText.tree(ordinal.values()));
        } else if (parameter instanceof CategoricalParameter categorical) {
            tree.put("type", "categorical");
            tree.set("values", JsonText.tree(categorical.values()));
        }
        parameter.when().ifPresent(when -> tree.set("when", condition(when)));
        return tree;
    }

    private static ObjectNode prior(Prior prior) {
        ObjectNode tree = JsonText.object();
        if (prior instanceof Prior.Around around) {
            tree.set("around", JsonText.tree(around.value()));
            tree.put("confidence", around.confidence().word());
        } else if (prior instanceof Prior.Weights weights) {
            tree.set("weights", JsonText.tree(weights.weights()));
        }
        return tree;
    }

    /** Returns a mapping of tests, or a list of such mappings when there is not exactly one alternative. */
    private static JsonNode condition(Condition condition) {
        if (condition.alternatives().size() == 1) {
            return tests(condition.alternatives().get(0));
        }
        ArrayNode alternatives = JsonText.array();
        condition.alternatives().forEach(tests -> alternatives.add(tests(tests)));
        return alternatives;
    }

    private static ObjectNode tests(Map<String, Condition.Test> tests) {
        ObjectNode tree = JsonText.object();
        tests.forEach((name, test) -> tree.set(name, test(test)));
        return tree;
    }

    private static JsonNode test(Condition.Test test) {
        if (test instanceof Condition.Test.OneOf oneOf) {
            return values(oneOf.values());
        }
        ObjectNode tree = JsonText.object();
        if (test instanceof Condition.Test.Bounds bounds) {
            bounds.atLeast().ifPresent(bound -> tree.set("at_least", JsonText.tree(bound)));
            bounds.atMost().ifPresent(bound -> tree.set("at_most", JsonText.tree(bound)));
            if (!bounds.not().isEmpty()) {
                tree.set("not", values(bounds.not()));
            }
        } else {
            tree.put("absent", true);
        }
        return tree;
    }

    private static JsonNode values(List<Object> values) {
        return JsonText.tree(values.size() == 1 ? values.get(0) : values);
    }

    private static ObjectNode fidelity(Fidelity fidelity) {
        ObjectNode tree = JsonText.object();
        tree.put("max_epochs", fidelity.maxEpochs());
        tree.put("min_epochs", fidelity.minEpochs());
        tree.put("reduction", fidelity.reduction());
        if (fidelity.spacing() != fidelity.reduction()) {
            tree.put("spacing", fidelity.spacing());
        }
        return tree;
    }

    private static ObjectNode search(SearchSettings search) {
        ObjectNode tree = JsonText.object();
        tree.put("algorithm", search.algorithm());
        tree.put("seed", search.seed());
        if (!search.warmStart().isEmpty()) {
            tree.set("warm_start", JsonText.tree(search.warmStart()));
        }
        return tree;
    }

    private static ObjectNode budget(Budget budget) {
        ObjectNode tree = JsonText.object();
        budget.trials().ifPresent(trials -> tree.put("trials", trials));
        budget.epochs().ifPresent(epochs -> tree.put("epochs", epochs));
        budget.deviceHours().ifPresent(hours -> tree.set("device_hours", JsonText.tree(hours)));
        budget.wallClock().ifPresent(wallClock -> tree.put("wall_clock", DurationText.of(wallClock)));
        budget.target().ifPresent(target -> tree.set("target", JsonText.tree(target)));
        budget.patience().ifPresent(patience -> tree.set("patience", patience(patience)));
        return tree;
    }

    private static ObjectNode patience(Patience patience) {
        ObjectNode tree = JsonText.object();
        patience.trials().ifPresent(trials -> tree.put("trials", trials));
        patience.epochs().ifPresent(epochs -> tree.put("epochs", epochs));
        patience.minDelta()
                .ifPresentOrElse(
                        delta -> tree.set("min_delta", JsonText.tree(delta)), () -> tree.put("min_delta", "noise"));
        return tree;
    }

    private static ObjectNode cluster(ClusterSettings cluster) {
        ObjectNode tree = JsonText.object();
        tree.put("slots", cluster.slots());
        tree.put("gpus_per_trial", cluster.gpusPerTrial());
        tree.put("cpus_per_trial", cluster.cpusPerTrial());
        tree.put("memory_per_trial", cluster.memoryPerTrial());
        cluster.checkpoints().ifPresent(checkpoints -> tree.put("checkpoints", checkpoints));
        tree.put("checkpoint_every", DurationText.of(cluster.checkpointEvery()));
        tree.put("silence", DurationText.of(cluster.silence()));
        return tree;
    }
}
