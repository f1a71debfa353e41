package dev.sextant.coordinator.followup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.Trial;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.search.ParameterImportance;
import dev.sextant.coordinator.search.RankedTrials;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.starter.StudyPage;
import dev.sextant.coordinator.text.TextFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The study file of a study that follows another one. It searches where the other one found good values, learns from it, and
 * begins with its best configuration. {@link #text} is the file.
 */
public final class FollowUpStudy {
    private static final Set<String> CANNOT_LEARN = Set.of("random", "sobol", "grid");

    /** Keys of a stored parameter that are not in study files, or are replaced by what was learned. */
    private static final Set<String> NOT_WRITTEN = Set.of("axis", "matters_when", "prior");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StudySpec spec;
    private final String name;
    private final Configuration best;
    private final double bestValue;
    private final ParameterImportance importance;
    private final Map<String, Change> changes = new LinkedHashMap<>();

    /**
     * @param spec specification of the earlier study
     * @param name name of the new study
     * @param best best configuration of the earlier study
     * @param bestValue its value
     * @param importance importance of the earlier study's parameters
     * @param view trials of the earlier study
     */
    public FollowUpStudy(
            StudySpec spec,
            String name,
            Configuration best,
            double bestValue,
            ParameterImportance importance,
            StudyView view) {
        this.spec = spec;
        this.name = name;
        this.best = best;
        this.bestValue = bestValue;
        this.importance = importance;
        List<Trial> ranked = RankedTrials.bestFirst(view);
        for (Parameter parameter : spec.space().parentsFirst()) {
            changes.put(parameter.name(), change(parameter, ranked));
        }
    }

    private Change change(Parameter parameter, List<Trial> ranked) {
        Optional<Parameter> possible = possible(parameter);
        if (possible.isEmpty()) {
            return new Change(
                    Optional.empty(),
                    true,
                    "Left out: it matters only for values that are left out above ("
                            + TextFormat.condition(parameter.when().orElseThrow()) + ").");
        }
        Object value = best.values().get(parameter.name());
        if (value == null) {
            return Change.none(possible.get(), "Kept: the best trial does not use it.");
        }
        ParameterImportance.Share share = importance.shares().stream()
                .filter(each -> each.parameter().equals(parameter.name()))
                .findFirst()
                .orElseThrow();
        Evidence evidence = new Evidence(
                possible.get(), share, value, Evidence.values(parameter, ranked), importance.unexplained());
        if (!parameter.listed().isEmpty()) {
            return CategoryChange.of(evidence);
        }
        return decidesAboutOthers(parameter.name())
                ? Change.none(
                        possible.get(), "Kept: it decides which other parameters matter. " + evidence.importance())
                : RangeChange.of(evidence, limits(parameter.name()));
    }

    private boolean decidesAboutOthers(String parameter) {
        return spec.space().parameters().stream()
                .flatMap(other -> other.when().stream())
                .anyMatch(condition -> condition.names().contains(parameter));
    }

    /** Returns the range that the trainer declares for a setting. */
    private RangeChange.Limits limits(String parameter) {
        Optional<Setting> setting = Trainers.installed()
                .find(spec.trainer().type())
                .flatMap(trainer -> trainer.settings(spec.trainer().revision()).stream()
                        .filter(each -> each.name().equals(parameter))
                        .findFirst());
        return new RangeChange.Limits(
                setting.map(Setting::low).orElse(OptionalDouble.empty()),
                setting.map(Setting::high).orElse(OptionalDouble.empty()));
    }

    /** Returns a parameter with the condition that remains of its own; empty if that can never hold. */
    private Optional<Parameter> possible(Parameter parameter) {
        if (parameter.when().isEmpty()) {
            return Optional.of(parameter);
        }
        List<SortedMap<String, Condition.Test>> alternatives = new ArrayList<>();
        for (SortedMap<String, Condition.Test> tests : parameter.when().get().alternatives()) {
            remaining(tests).ifPresent(alternatives::add);
        }
        return alternatives.isEmpty() ? Optional.empty() : Optional.of(with(parameter, new Condition(alternatives)));
    }

    private Optional<SortedMap<String, Condition.Test>> remaining(SortedMap<String, Condition.Test> tests) {
        SortedMap<String, Condition.Test> remaining = new TreeMap<>();
        for (Map.Entry<String, Condition.Test> test : tests.entrySet()) {
            Optional<Parameter> parent = changes.get(test.getKey()).parameter();
            if (parent.isEmpty()) {
                return Optional.empty();
            }
            List<Object> listed = parent.get().listed();
            if (test.getValue() instanceof Condition.Test.OneOf oneOf) {
                List<Object> values = oneOf.values().stream()
                        .filter(value -> listed.isEmpty() || listed.contains(value))
                        .toList();
                if (values.isEmpty()) {
                    return Optional.empty();
                }
                remaining.put(test.getKey(), new Condition.Test.OneOf(values));
            } else if (!listed.isEmpty()
                    && listed.stream().noneMatch(value -> test.getValue().holds(Optional.of(value)))) {
                return Optional.empty();
            } else {
                remaining.put(test.getKey(), test.getValue());
            }
        }
        return Optional.of(remaining);
    }

    private static Parameter with(Parameter parameter, Condition when) {
        Optional<Condition> condition = Optional.of(when);
        if (parameter instanceof ContinuousParameter p) {
            return new ContinuousParameter(p.name(), p.low(), p.high(), p.scale(), condition);
        }
        if (parameter instanceof IntegerParameter p) {
            return new IntegerParameter(p.name(), p.low(), p.high(), p.scale(), condition);
        }
        return parameter instanceof OrdinalParameter
                ? new OrdinalParameter(parameter.name(), parameter.listed(), condition)
                : new CategoricalParameter(parameter.name(), parameter.listed(), condition);
    }

    /** Returns what changes, one line per parameter, for people. */
    public List<String> summary() {
        List<String> lines = new ArrayList<>();
        changes.forEach((parameter, change) -> {
            if (change.differs()) {
                lines.add(parameter + ": " + change.reason());
            }
        });
        return lines;
    }

    /** Returns the study file. */
    public String text() {
        Map<String, Object> sections = sections();
        StudyPage page = new StudyPage();
        page.comment("Study that follows " + spec.name() + ", written by `sextant next " + spec.name()
                + "` from " + TextFormat.count(importance.trials(), "trial") + ". Noise explains "
                + Math.round(100 * importance.unexplained())
                + " % of their differences. Change what you like; `sextant validate` checks it.");
        page.blank().entry("study: " + name, "Name of the study in the database.");
        page.entry("objective: " + FlowYaml.of(sections.get("objective")), "As before.");
        page.blank();
        trainer(page, (Map<?, ?>) sections.get("trainer"));
        page.blank().entry("parameters:", "Each with what was learned about it.");
        Map<?, ?> parameters = (Map<?, ?>) sections.get("parameters");
        for (Parameter parameter : spec.space().parameters()) {
            Change change = changes.get(parameter.name());
            String heading = parameter.name() + ": " + change.reason();
            if (change.parameter().isPresent()) {
                page.entry(
                        "  " + FlowYaml.of(parameter.name()) + ": " + FlowYaml.of(parameters.get(parameter.name())),
                        heading);
            } else {
                page.indentedComment(heading);
            }
        }
        page.blank()
                .entry(
                        "fidelity: " + FlowYaml.of(sections.get("fidelity")),
                        spec.trainer().isImported()
                                ? "REPLACE THIS by the epochs of your training: these are of the imported trials."
                                : "As before.");
        page.entry("search: " + FlowYaml.of(sections.get("search")), searchComment());
        page.entry("budget: " + FlowYaml.of(sections.get("budget")), budgetComment());
        page.blank()
                .entry(
                        "start_with:",
                        "The best configuration of " + spec.name() + ", with "
                                + spec.objective().metric() + " " + TextFormat.number(bestValue)
                                + ". The study reports what it gains over it.");
        ((List<?>) sections.get("start_with")).forEach(configuration -> page.line("  - " + FlowYaml.of(configuration)));
        page.blank().entry("cluster: " + FlowYaml.of(sections.get("cluster")), "As before.");
        return page.toString();
    }

    private void trainer(StudyPage page, Map<?, ?> trainer) {
        if (spec.trainer().isImported()) {
            page.entry("trainer:", "REPLACE THIS: the trials were imported, so what trains them is not known here.");
            page.line("  type: command");
            page.line("  command: [python3, train.py]");
            return;
        }
        page.entry("trainer:", "Settings that all trials share, as before.");
        trainer.forEach((key, value) -> page.line("  " + FlowYaml.of(key) + ": " + FlowYaml.of(value)));
    }

    private String searchComment() {
        return "Learns from " + spec.name()
                + (CANNOT_LEARN.contains(spec.search().algorithm())
                                && !spec.trainer().isImported()
                        ? ", which " + spec.search().algorithm() + " cannot, so the algorithm is auto."
                        : ".")
                + (spec.search().priors().isEmpty() ? "" : " Its trials replace the priors.");
    }

    private boolean isTargetReached() {
        OptionalDouble target = spec.budget().target();
        return target.isPresent() && !spec.objective().goal().isBetter(target.getAsDouble(), bestValue);
    }

    private String budgetComment() {
        return isTargetReached()
                ? "As before, without the target "
                        + TextFormat.number(spec.budget().target().getAsDouble()) + ", which is reached."
                : "As before.";
    }

    /** Returns the sections of the new study in the form of study files. */
    private Map<String, Object> sections() {
        Map<String, Object> sections;
        try {
            sections = JSON.readValue(
                    SpecJson.write(newSpec()),
                    JSON.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        ((Map<?, ?>) sections.get("parameters"))
                .values()
                .forEach(parameter -> ((Map<?, ?>) parameter).keySet().removeAll(NOT_WRITTEN));
        if (isTargetReached()) {
            ((Map<?, ?>) sections.get("budget")).keySet().remove("target");
        }
        Map<?, ?> objective = (Map<?, ?>) sections.get("objective");
        if (spec.objective().constraints().isEmpty()) {
            objective.remove("constraints");
        }
        return sections;
    }

    private StudySpec newSpec() {
        List<Parameter> parameters = spec.space().parameters().stream()
                .flatMap(parameter -> changes.get(parameter.name()).parameter().stream())
                .toList();
        SearchSpace space = new SearchSpace(parameters);
        Map<String, Object> values = new HashMap<>(best.values());
        values.keySet()
                .retainAll(
                        new HashSet<>(parameters.stream().map(Parameter::name).toList()));
        String algorithm = CANNOT_LEARN.contains(spec.search().algorithm())
                ? "auto"
                : spec.search().algorithm();
        return new StudySpec(
                name,
                spec.objective(),
                spec.trainer(),
                space,
                spec.fidelity(),
                new SearchSettings(algorithm, spec.search().seed() + 1, List.of(spec.name()), new TreeMap<>()),
                spec.budget(),
                List.of(Configuration.of(values)),
                spec.cluster());
    }
}
