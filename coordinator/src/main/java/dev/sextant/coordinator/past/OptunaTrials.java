package dev.sextant.coordinator.past;

import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrialState;
import dev.sextant.common.text.Plural;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.optuna.OptunaStudy;
import dev.sextant.sql.optuna.OptunaTrial;
import dev.sextant.sql.optuna.OptunaTrial.State;
import dev.sextant.sql.row.ImportedTrial;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Trials of a study of Optuna. The steps that trials report at become epochs, in their order. If completed trials return
 * values that they never reported, the reports are of another metric: then a trial has one epoch, after which it had the value
 * that it returned.
 */
public final class OptunaTrials {
    private static final String USUAL_METRIC = "value";
    private static final double SAME = 1e-9;
    private static final int LISTED_PROBLEMS = 10;

    private final OptunaStudy study;
    private final Objective objective;
    private final List<String> notes = new ArrayList<>();

    private OptunaTrials(OptunaStudy study, Objective objective) {
        this.study = study;
        this.objective = objective;
    }

    /**
     * Converts a study.
     *
     * @param name name of the study that it becomes
     * @param like study whose search space, metric and settings the trials share; if empty, the space is Optuna's
     * @param metric name of the metric; if empty, that of {@code like}, else the one that Optuna knows, else {@code value}
     * @throws IllegalArgumentException if the study and {@code like} do not fit, or there is nothing to learn
     */
    public static PastStudy of(OptunaStudy study, String name, Optional<StudySpec> like, Optional<String> metric) {
        like.ifPresent(spec -> checkFit(study, spec));
        String metricName = metric.or(() -> like.map(spec -> spec.objective().metric()))
                .or(study::metric)
                .orElse(USUAL_METRIC);
        OptunaTrials trials = new OptunaTrials(study, new Objective(metricName, study.goal(), List.of()));
        return trials.converted(name, like);
    }

    private static void checkFit(OptunaStudy study, StudySpec like) {
        Goal goal = like.objective().goal();
        if (goal != study.goal()) {
            throw new IllegalArgumentException("study " + study.name() + " was run to "
                    + study.goal().word() + ", but the study file says " + goal.word());
        }
        Set<String> unknown = names(study.parameters());
        unknown.removeAll(names(like.space().parameters()));
        Set<String> missing = names(like.space().parameters());
        missing.removeAll(names(study.parameters()));
        if (!unknown.isEmpty() || !missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "the parameters of study " + study.name() + " and of the study file differ:"
                            + (unknown.isEmpty() ? "" : " only the study has " + String.join(", ", unknown))
                            + (unknown.isEmpty() || missing.isEmpty() ? "" : ";")
                            + (missing.isEmpty() ? "" : " only the file has " + String.join(", ", missing))
                            + ". Write each parameter of the study into the file, by its name");
        }
    }

    private static Set<String> names(List<Parameter> parameters) {
        return parameters.stream().map(Parameter::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private PastStudy converted(String name, Optional<StudySpec> like) {
        if (like.filter(spec -> !spec.objective().constraints().isEmpty()).isPresent()) {
            notes.add("Constraints of the study file were left out: Optuna stores no metrics for them.");
        }
        List<OptunaTrial> over = study.trials().stream()
                .filter(trial -> trial.state().isFinished())
                .toList();
        if (over.isEmpty()) {
            throw new IllegalArgumentException("study " + study.name() + " has no trial that is over");
        }
        leftOut(study.trials().size() - over.size(), "not over");
        boolean hasCurves = hasCurves(over);
        List<Integer> steps = List.copyOf(over.stream()
                .flatMap(trial -> trial.reports().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new)));
        if (hasCurves && steps.size() > 1) {
            notes.add("Steps " + steps.get(0) + " to " + steps.get(steps.size() - 1) + " became epochs 1 to "
                    + steps.size() + ".");
        }
        SearchSpace space = like.map(StudySpec::space).orElseGet(() -> space(over));
        List<ImportedTrial> trials = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int incomplete = 0;
        int withoutValue = 0;
        for (OptunaTrial trial : over) {
            if (!hasCurves && trial.state() == State.PRUNED) {
                withoutValue++;
                continue;
            }
            String place = "trial " + trial.number();
            GivenValues given = GivenValues.in(
                    space, parameter -> Optional.ofNullable(trial.values().get(parameter)));
            if (given.problems().isEmpty()) {
                trials.add(trial(trial, place, given, hasCurves ? curve(trial, steps) : result(trial)));
            } else if (trial.state() == State.FAIL) {
                incomplete++; // it failed before it had asked for all parameters
            } else {
                given.problems().forEach(problem -> problems.add(place + ": " + problem));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(Plural.count(problems.size(), "problem") + "\n"
                    + problems.stream().limit(LISTED_PROBLEMS).collect(Collectors.joining("\n"))
                    + (problems.size() > LISTED_PROBLEMS ? "\n..." : "")
                    + "\nCorrect the search space of the study file");
        }
        leftOut(incomplete, "failed before all of their parameters had values");
        leftOut(withoutValue, "pruned, and so without a value of the objective");
        return PastStudy.of(
                name, objective, space, like.map(PastStudy::settings).orElseGet(TreeMap::new), trials, notes);
    }

    private void leftOut(int count, String why) {
        if (count > 0) {
            notes.add("Left out: " + Plural.count(count, "trial") + ", " + why + ".");
        }
    }

    /** Whether the reports of trials are values of the objective. */
    private boolean hasCurves(List<OptunaTrial> over) {
        if (over.stream().allMatch(trial -> trial.reports().isEmpty())) {
            return false;
        }
        Optional<OptunaTrial> odd = over.stream()
                .filter(trial ->
                        trial.state() == State.COMPLETE && trial.value().isPresent())
                .filter(trial -> trial.reports().values().stream()
                        .noneMatch(report -> isSame(report, trial.value().getAsDouble())))
                .findFirst();
        odd.ifPresent(trial -> notes.add("Reports were left out, as they are of another metric: trial " + trial.number()
                + " returned " + TextFormat.number(trial.value().getAsDouble()) + ", which it never reported."));
        return odd.isEmpty();
    }

    private static boolean isSame(double one, double other) {
        return one == other || Math.abs(one - other) <= SAME * Math.max(Math.abs(one), Math.abs(other));
    }

    private SearchSpace space(List<OptunaTrial> over) {
        List<Map<String, Object>> complete = over.stream()
                .filter(trial -> trial.state() != State.FAIL)
                .map(OptunaTrial::values)
                .toList();
        List<Parameter> parameters = new FoundConditions(study.parameters(), complete).parameters();
        SearchSpace space = new SearchSpace(parameters);
        parameters.stream()
                .filter(parameter -> parameter.when().isPresent())
                .forEach(parameter -> notes.add(parameter.name() + " matters when "
                        + TextFormat.condition(parameter.when().orElseThrow())
                        + ": only such trials have a value of it."));
        return space;
    }

    /**
     * Returns the values after each epoch: NaN where the trial reported nothing. What a trial without reports returned is its
     * value after the last epoch.
     */
    private List<Map<String, Double>> curve(OptunaTrial trial, List<Integer> steps) {
        int last = steps.size() - 1;
        Map<Integer, Double> values = new TreeMap<>(trial.reports());
        if (values.isEmpty()) {
            List<Map<String, Double>> result = result(trial);
            if (result.isEmpty()) {
                return result;
            }
            values.put(steps.get(last), result.get(0).get(objective.metric()));
        } else {
            last = steps.indexOf(trial.reports().lastKey());
        }
        return steps.subList(0, last + 1).stream()
                .map(step -> Map.of(objective.metric(), values.getOrDefault(step, Double.NaN)))
                .toList();
    }

    private List<Map<String, Double>> result(OptunaTrial trial) {
        OptionalDouble value = trial.value();
        return value.isPresent() && Double.isFinite(value.getAsDouble())
                ? List.of(Map.of(objective.metric(), value.getAsDouble()))
                : List.of();
    }

    private ImportedTrial trial(OptunaTrial trial, String place, GivenValues given, List<Map<String, Double>> epochs) {
        return switch (trial.state()) {
            case PRUNED -> new ImportedTrial(place, given.configuration(), TrialState.STOPPED, "", epochs);
            case COMPLETE ->
                epochs.isEmpty()
                        ? new ImportedTrial(
                                place,
                                given.configuration(),
                                TrialState.FAILED,
                                objective.metric() + " is " + trial.value().orElse(Double.NaN),
                                epochs)
                        : new ImportedTrial(place, given.configuration(), TrialState.COMPLETED, "", epochs);
            default -> new ImportedTrial(place, given.configuration(), TrialState.FAILED, "failed in Optuna", epochs);
        };
    }
}
