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
 * A folder with the files of YAHPO Gym's surrogate of LCBench (Zimmer et al. 2021; Pfisterer et al. 2022): {@code
 * model.onnx}, {@code config_space.json}, {@code encoding.json} and, if it is there, {@code reference.csv}.
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

    /** @throws IllegalArgumentException when a file is missing or is not what it should be */
    static LcbenchFolder open(Path folder) throws IOException, OrtException {
        for (String file : List.of("model.onnx", "config_space.json", "encoding.json")) {
            if (!Files.isReadable(folder.resolve(file))) {
                throw new IllegalArgumentException("--lcbench: " + folder + " has no file " + file);
            }
        }
        ObjectMapper json = new ObjectMapper();
        JsonNode described =
                json.readTree(folder.resolve("config_space.json").toFile()).path("hyperparameters");
        List<Parameter> parameters = new ArrayList<>();
        int epochs = 0;
        for (JsonNode node : described) {
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

    /** The tasks that the folder's reference file names: those to take when none are asked for. */
    List<String> referenced() {
        return List.copyOf(references.keySet());
    }

    /** @throws IllegalArgumentException when the surrogate does not know a task, by its OpenML number */
    void check(String id) {
        if (!codes.containsKey(id) || id.startsWith("#")) {
            throw new IllegalArgumentException("--tasks: " + folder + " has no task " + id + ", choose of "
                    + String.join(
                            ", ",
                            codes.keySet().stream()
                                    .filter(task -> !task.startsWith("#"))
                                    .toList()));
        }
    }

    /**
     * @param id one that passes {@link #check}
     * @param known references of tasks that the folder's file lacks; those still lacking are sampled
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
