package dev.sextant.benchmarks.search;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder with YAHPO Gym's surrogate of LCBench (Zimmer et al. 2021; Pfisterer et al. 2022): {@code model.onnx}, {@code
 * config_space.json}, {@code encoding.json} and, optionally, {@code reference.csv}.
 */
final class LcbenchFolder implements AutoCloseable {
    private static final String TASK = "OpenML_task_id";
    private static final String EPOCH = "epoch";

    private final Path folder;
    private final SearchSpace space;
    private final int epochs;
    private final Map<String, Integer> codes;
    private final Map<String, Reference> references;
    private final LcbenchSurrogate surrogate;

    private LcbenchFolder(
            Path folder,
            SearchSpace space,
            int epochs,
            Map<String, Integer> codes,
            Map<String, Reference> references,
            LcbenchSurrogate surrogate) {
        this.folder = folder;
        this.space = space;
        this.epochs = epochs;
        this.codes = codes;
        this.references = references;
        this.surrogate = surrogate;
    }

    /**
     * Opens a folder.
     *
     * @throws IllegalArgumentException when a file is missing or does not have the expected content
     */
    static LcbenchFolder open(Path folder) throws IOException, OrtException {
        for (String file : List.of("model.onnx", "config_space.json", "encoding.json")) {
            if (!Files.isReadable(folder.resolve(file))) {
                throw new IllegalArgumentException("--lcbench: " + folder + " has no file " + file);
            }
        }
        ObjectMapper json = new ObjectMapper();
        JsonNode hyperparameters =
                json.readTree(folder.resolve("config_space.json").toFile()).path("hyperparameters");
        List<Parameter> parameters = new ArrayList<>();
        int epochs = 0;
        for (JsonNode node : hyperparameters) {
            String name = node.path("name").asText();
            if (name.equals(EPOCH)) {
                epochs = node.path("upper").asInt();
            } else if (!name.equals(TASK)) {
                parameters.add(parameter(name, node));
            }
        }
        Map<String, Integer> codes = new LinkedHashMap<>();
        json.readTree(folder.resolve("encoding.json").toFile())
                .path(TASK)
                .fields()
                .forEachRemaining(
                        entry -> codes.put(entry.getKey(), entry.getValue().asInt()));
        Path referenceFile = folder.resolve("reference.csv");
        Map<String, Reference> references = Files.exists(referenceFile) ? ReferenceFile.read(referenceFile) : Map.of();
        return new LcbenchFolder(
                folder,
                new SearchSpace(parameters),
                epochs,
                codes,
                references,
                LcbenchSurrogate.load(folder.resolve("model.onnx"), epochs));
    }

    private static Parameter parameter(String name, JsonNode node) {
        Scale scale = node.path("log").asBoolean() ? Scale.LOG : Scale.LINEAR;
        JsonNode low = node.path("lower");
        JsonNode high = node.path("upper");
        return switch (node.path("type").asText()) {
            case "uniform_int" -> new IntegerParameter(name, low.asLong(), high.asLong(), scale, Optional.empty());
            case "uniform_float" ->
                new ContinuousParameter(name, low.asDouble(), high.asDouble(), scale, Optional.empty());
            default ->
                throw new IllegalArgumentException("--lcbench: config_space.json has " + name + " of type "
                        + node.path("type").asText() + ", expected uniform_int or uniform_float");
        };
    }

    /** The tasks of the reference file, which are run when no tasks are given. */
    List<String> referencedTasks() {
        return List.copyOf(references.keySet());
    }

    /**
     * Checks that the surrogate knows a task.
     *
     * @param id OpenML number of the task
     * @throws IllegalArgumentException when it does not
     */
    void check(String id) {
        if (!codes.containsKey(id) || id.startsWith("#")) {
            throw new IllegalArgumentException("--tasks: " + folder + " has no task " + id + ". Choose from "
                    + String.join(
                            ", ",
                            codes.keySet().stream()
                                    .filter(task -> !task.startsWith("#"))
                                    .toList()));
        }
    }

    /**
     * A task of the surrogate.
     *
     * @param id passes {@link #check}
     * @param known reference scores of tasks that are not in the reference file; missing ones are sampled
     */
    BenchmarkTask task(String id, SampledReferences known) throws IOException {
        int code = codes.get(id);
        LcbenchTask task = new LcbenchTask(id, space, epochs, code, surrogate);
        Reference reference = references.containsKey(id) ? references.get(id) : known.of(id, task);
        return task.withReference(reference);
    }

    @Override
    public void close() throws OrtException {
        surrogate.close();
    }
}
