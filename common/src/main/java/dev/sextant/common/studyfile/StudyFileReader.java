package dev.sextant.common.studyfile;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.AlgorithmTraits;
import dev.sextant.common.study.AlgorithmTraits.Trait;
import dev.sextant.common.study.Algorithms;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.Objective.Constraint;
import dev.sextant.common.study.Patience;
import dev.sextant.common.study.Prior;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.Trainers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads one study file, section by section. Used once, by one thread. */
final class StudyFileReader {
    private final Problems problems = new Problems();
    private final Problems warnings = new Problems();
    private final PathResolver paths;
    private final Trainers trainers;
    private final Algorithms algorithms;

    StudyFileReader(Path file, Trainers trainers, Algorithms algorithms) {
        this.paths = new PathResolver(file);
        this.trainers = trainers;
        this.algorithms = algorithms;
    }

    StudyFile.Outcome read(String text) {
        Optional<StudySpec> spec = YamlText.parse(text, problems).flatMap(this::spec);
        return problems.count() == 0 && spec.isPresent()
                ? new StudyFile.Outcome.Valid(spec.get(), warnings.inOrder())
                : new StudyFile.Outcome.Invalid(problems.inOrder());
    }

    private Optional<StudySpec> spec(YamlNode node) {
        Section root = Section.read(node, "", SourceLocation.START, StudyKeys.root(algorithms), problems);
        if (!(node instanceof YamlNode.Mapping)) {
            return Optional.empty();
        }
        Optional<Section> objective = given(root, "objective", StudyKeys.OBJECTIVE);
        List<Section> constraints = objective.map(this::constraints).orElse(List.of());
        Optional<Section> fidelity = given(root, "fidelity", StudyKeys.fidelity(algorithms));
        fidelity.ifPresent(this::checkEpochs);
        Section search = root.section("search", StudyKeys.search(algorithms), problems);
        Section budget = root.section("budget", StudyKeys.BUDGET, problems);
        checkBudget(root, search);
        Optional<Section> patience = patience(budget);
        Section cluster = root.section("cluster", StudyKeys.CLUSTER, problems);

        Optional<TrainerSection> trainer = root.find("trainer", YamlNode.Mapping.class)
                .flatMap(mapping -> TrainerSection.read(mapping, root.location("trainer"), trainers, paths, problems));
        trainer.ifPresent(known -> checkMetrics(known.factory(), objective, constraints));
        SearchedPaths absolute = new SearchedPaths(trainer, paths);
        Optional<YamlNode.Mapping> parameters =
                root.find("parameters", YamlNode.Mapping.class).map(absolute::inParameters);
        Optional<SearchSpace> space = parameters.flatMap(mapping -> new ParametersReader(trainer, problems)
                .read(mapping, root.location("parameters"))
                .map(known -> trainer.map(
                                section -> new EffectsReader(section, warnings).read(known, mapping.entries()))
                        .orElse(known)));
        trainer.ifPresent(known -> known.checkRequired(parameters, problems));
        List<Configuration> startWith = space.map(known -> new StartWithReader(known, trainer, problems, warnings)
                        .read(root.find("start_with", YamlNode.Sequence.class).map(absolute::inConfigurations)))
                .orElse(List.of());

        List<String> warmStart = new WarmStartReader(algorithms, problems).read(root, search);
        SortedMap<String, Prior> priors = space.flatMap(
                        known -> parameters.map(mapping -> new PriorsReader(known, problems).read(mapping)))
                .orElseGet(TreeMap::new);
        checkPriors(root, search, priors);

        if (problems.count() == 0) {
            space.ifPresent(known ->
                    trainer.orElseThrow().check(known, parameters.orElseThrow().entries(), problems));
        }
        if (problems.count() > 0) {
            return Optional.empty();
        }
        return Optional.of(new StudySpec(
                root.get("study", String.class),
                objective(objective.orElseThrow(), constraints),
                trainer.orElseThrow().spec(),
                space.orElseThrow(),
                fidelity(fidelity.orElseThrow(), algorithm(search).orElseThrow()),
                new SearchSettings(
                        search.get("algorithm", String.class), search.get("seed", Long.class), warmStart, priors),
                budget(budget, patience),
                startWith,
                cluster(cluster)));
    }

    /** Reads a required section; empty when it is missing, which is a problem already. */
    private Optional<Section> given(Section root, String key, ValueType.Table table) {
        return root.find(key, YamlNode.Mapping.class)
                .map(mapping -> Section.read(mapping, key, root.location(key), table, problems));
    }

    private List<Section> constraints(Section objective) {
        List<Section> sections = new ArrayList<>();
        objective.find("constraints", YamlNode.Sequence.class).ifPresent(list -> {
            for (YamlNode element : list.elements()) {
                String path = objective.path("constraints[" + sections.size() + "]");
                Section section = Section.read(element, path, element.location(), StudyKeys.CONSTRAINT, problems);
                sections.add(section);
                if (element instanceof YamlNode.Mapping && section.gives("at_most") == section.gives("at_least")) {
                    problems.add(element.location(), path, "needs one of at_most and at_least; give exactly one");
                }
            }
        });
        return sections;
    }

    private void checkEpochs(Section fidelity) {
        Optional<Long> min = fidelity.find("min_epochs", Long.class);
        Optional<Long> max = fidelity.find("max_epochs", Long.class);
        if (min.isPresent() && max.isPresent() && min.get() > max.get()) {
            problems.add(
                    fidelity.location("min_epochs"),
                    "fidelity",
                    "min_epochs (" + min.get() + ") must be at most max_epochs (" + max.get() + "); swap them");
        }
    }

    private void checkBudget(Section root, Section search) {
        boolean isLimited = root.find("budget", YamlNode.Mapping.class)
                .map(budget -> !budget.entries().isEmpty())
                .orElse(false);
        boolean isFinite = algorithm(search)
                .filter(algorithm -> algorithm.has(Trait.FINITE))
                .isPresent();
        if (!isLimited && !isFinite && (!root.gives("budget") || root.values().containsKey("budget"))) {
            problems.add(
                    root.location("budget"),
                    "budget",
                    "has no limit, so the study would never end; give one of "
                            + String.join(", ", StudyKeys.BUDGET.names()));
        }
    }

    private void checkPriors(Section root, Section search, SortedMap<String, Prior> priors) {
        algorithm(search)
                .filter(algorithm -> !algorithm.has(Trait.PRIORS) && !priors.isEmpty())
                .ifPresent(algorithm -> problems.add(
                        root.location("parameters"),
                        "parameters." + priors.firstKey() + ".prior",
                        "has no effect with algorithm " + algorithm.name() + "; choose one of "
                                + String.join(", ", algorithms.names(Trait.PRIORS)) + ", or remove it"));
    }

    private Optional<AlgorithmTraits> algorithm(Section search) {
        return search.find("algorithm", String.class).map(algorithms::get);
    }

    private void checkMetrics(TrainerFactory factory, Optional<Section> objective, List<Section> constraints) {
        Collection<String> metrics = new TreeSet<>(factory.metrics());
        if (metrics.isEmpty()) {
            return;
        }
        List<Section> sections = new ArrayList<>(constraints);
        objective.ifPresent(sections::add);
        for (Section section : sections) {
            section.find("metric", String.class)
                    .filter(metric -> !metrics.contains(metric))
                    .ifPresent(metric -> problems.add(
                            section.location("metric"),
                            section.path("metric"),
                            "(" + metric + ") is not a metric of " + factory.type() + ", which reports "
                                    + String.join(", ", metrics)
                                    + Suggestion.nearest(metric, metrics)
                                            .map(near -> "; did you mean " + near + "?")
                                            .orElse("; choose one of them")));
        }
    }

    private static Objective objective(Section section, List<Section> constraints) {
        Goal goal = Goal.valueOf(section.get("goal", String.class).toUpperCase(Locale.ROOT));
        return new Objective(
                section.get("metric", String.class),
                goal,
                constraints.stream().map(StudyFileReader::constraint).toList());
    }

    private static Constraint constraint(Section section) {
        String metric = section.get("metric", String.class);
        return section.gives("at_most")
                ? new Constraint(metric, Constraint.Side.AT_MOST, section.get("at_most", Double.class))
                : new Constraint(metric, Constraint.Side.AT_LEAST, section.get("at_least", Double.class));
    }

    private static Fidelity fidelity(Section section, AlgorithmTraits algorithm) {
        int reduction = section.integer("reduction");
        return new Fidelity(
                section.integer("min_epochs"),
                section.integer("max_epochs"),
                reduction,
                section.gives("spacing") ? section.integer("spacing") : algorithm.defaultSpacing(reduction));
    }

    private Optional<Section> patience(Section budget) {
        if (budget.find("patience", YamlNode.Mapping.class).isEmpty()) {
            return Optional.empty();
        }
        Section section = budget.section("patience", StudyKeys.PATIENCE, problems);
        if (!section.gives("trials") && !section.gives("epochs")) {
            problems.add(
                    budget.location("patience"),
                    "budget.patience",
                    "needs trials or epochs; give one of them, or both");
        }
        return Optional.of(section);
    }

    private static Patience patienceOf(Section section) {
        return new Patience(
                section.gives("trials") ? OptionalInt.of(section.integer("trials")) : OptionalInt.empty(),
                section.gives("epochs") ? OptionalLong.of(section.get("epochs", Long.class)) : OptionalLong.empty(),
                section.values().get("min_delta") instanceof Double number
                        ? OptionalDouble.of(number)
                        : OptionalDouble.empty());
    }

    private static Budget budget(Section section, Optional<Section> patience) {
        return new Budget(
                section.gives("trials") ? OptionalInt.of(section.integer("trials")) : OptionalInt.empty(),
                section.gives("epochs") ? OptionalLong.of(section.get("epochs", Long.class)) : OptionalLong.empty(),
                number(section, "device_hours"),
                section.find("wall_clock", Duration.class),
                number(section, "target"),
                patience.map(StudyFileReader::patienceOf));
    }

    private static OptionalDouble number(Section section, String key) {
        return section.gives(key) ? OptionalDouble.of(section.get(key, Double.class)) : OptionalDouble.empty();
    }

    private ClusterSettings cluster(Section section) {
        return new ClusterSettings(
                section.integer("slots"),
                section.integer("gpus_per_trial"),
                section.integer("cpus_per_trial"),
                section.get("memory_per_trial", String.class),
                section.find("checkpoints", String.class).map(paths::absolute),
                section.get("checkpoint_every", Duration.class),
                section.get("silence", Duration.class));
    }
}
