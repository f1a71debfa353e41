package dev.sextant.worker.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Configuration file, environment and arguments of a program.
 *
 * @param checkpoints folder that the program writes checkpoints to
 * @param fromEpoch epoch after which it begins
 * @param resumeFrom checkpoint to resume from; empty for a new trial
 */
record ProgramSetup(TrialContext context, Path checkpoints, int fromEpoch, Optional<Path> resumeFrom) {
    /** Variables of the executor's environment that the program gets; none may hold a secret of the coordinator. */
    private static final Set<String> PASSED = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "LANGUAGE",
            "TZ",
            "JAVA_HOME",
            "VIRTUAL_ENV",
            "LD_LIBRARY_PATH",
            "DYLD_LIBRARY_PATH");

    private static final List<String> PASSED_PREFIXES =
            List.of("LC_", "CUDA_", "NVIDIA_", "NCCL_", "CONDA_", "PYTHON", "PYENV_", "ROCR_", "HIP_");

    private static final List<String> THREADS = List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS");

    private static final Pattern WORD = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)\\}");
    private static final Pattern GPU = Pattern.compile("gpu (\\d+(?:,\\d+)*).*");
    private static final JsonMapper JSON = new JsonMapper();

    /** Writes the configuration file and creates the folder for temporary files. */
    void write() throws IOException {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("study", context.study());
        configuration.put("trial", context.trial());
        configuration.put("seed", context.seed());
        configuration.put("objective", context.objective());
        configuration.put("from_epoch", fromEpoch);
        configuration.put("to_epoch", context.toEpoch());
        configuration.put("max_epochs", context.maxEpochs());
        configuration.put("device", context.device());
        configuration.put("threads", context.threads());
        configuration.put("checkpoints", checkpoints.toString());
        resumeFrom.ifPresent(path -> configuration.put("resume_from", path.toString()));
        configuration.put("cache", context.cache().toString());
        configuration.put("settings", ownSettings());
        JSON.writerWithDefaultPrettyPrinter().writeValue(file().toFile(), configuration);
        Files.createDirectories(temporary());
    }

    private Path file() {
        return context.folder().resolve("config.json");
    }

    private Path temporary() {
        return context.folder().resolve("tmp");
    }

    /** Returns the program's own settings, without those of the trainer. */
    private Map<String, Object> ownSettings() {
        TreeMap<String, Object> own = new TreeMap<>(context.settings().values());
        own.keySet().removeAll(CommandTrainerFactory.OWN);
        return own;
    }

    /**
     * Returns the program's environment.
     *
     * @param executor environment of the executor
     */
    Map<String, String> environment(Map<String, String> executor) {
        Settings settings = context.settings();
        Set<String> requested = settings.has(CommandTrainerFactory.PASS_ENVIRONMENT)
                ? Set.copyOf(settings.textList(CommandTrainerFactory.PASS_ENVIRONMENT))
                : Set.of();
        Map<String, String> environment = new TreeMap<>();
        executor.forEach((name, value) -> {
            if (PASSED.contains(name)
                    || requested.contains(name)
                    || PASSED_PREFIXES.stream().anyMatch(name::startsWith)) {
                environment.put(name, value);
            }
        });
        THREADS.forEach(name -> environment.put(name, Integer.toString(context.threads())));
        Matcher gpu = GPU.matcher(context.device());
        if (gpu.matches()) {
            environment.put("CUDA_VISIBLE_DEVICES", gpu.group(1));
        }
        environment.put("TMPDIR", temporary().toString());
        // Python buffers its output if that is a pipe, which would delay reports.
        environment.put("PYTHONUNBUFFERED", "1");
        environment.put("SEXTANT_CONFIG", file().toString());
        environment.put("SEXTANT_STUDY", context.study());
        environment.put("SEXTANT_TRIAL", Integer.toString(context.trial()));
        environment.put("SEXTANT_SEED", Long.toString(context.seed()));
        environment.put("SEXTANT_OBJECTIVE", context.objective());
        environment.put("SEXTANT_FROM_EPOCH", Integer.toString(fromEpoch));
        environment.put("SEXTANT_TO_EPOCH", Integer.toString(context.toEpoch()));
        environment.put("SEXTANT_MAX_EPOCHS", Integer.toString(context.maxEpochs()));
        environment.put("SEXTANT_DEVICE", context.device());
        environment.put("SEXTANT_THREADS", Integer.toString(context.threads()));
        environment.put("SEXTANT_CHECKPOINTS", checkpoints.toString());
        environment.put("SEXTANT_CACHE", context.cache().toString());
        resumeFrom.ifPresent(path -> environment.put("SEXTANT_RESUME_FROM", path.toString()));
        return environment;
    }

    /**
     * Returns the program and its arguments with placeholders replaced.
     *
     * @throws TrainingFailure if a placeholder is not a setting of the trial
     */
    List<String> arguments() throws TrainingFailure {
        Map<String, Object> given = Map.of(
                "config", file(),
                "seed", context.seed(),
                "device", context.device(),
                "threads", context.threads(),
                "from_epoch", fromEpoch,
                "to_epoch", context.toEpoch(),
                "checkpoints", checkpoints);
        List<String> words = context.settings().textList(CommandTrainerFactory.COMMAND);
        try {
            return context.revision() < CommandTrainerFactory.TEMPLATE_REVISION
                    ? replaceWords(words, given)
                    : new CommandTemplate(words).fill(ownSettings(), given);
        } catch (IllegalArgumentException e) {
            throw new TrainingFailure(FailureKind.TRAINER_ERROR, e.getMessage(), e);
        }
    }

    /** Replaces placeholders as for studies before {@link CommandTemplate}: only those that are words. */
    private List<String> replaceWords(List<String> words, Map<String, Object> given) {
        Map<String, Object> values = new TreeMap<>(ownSettings());
        values.putAll(given);
        return words.stream()
                .map(word -> WORD.matcher(word).replaceAll(placeholder -> {
                    Object value = values.get(placeholder.group(1));
                    if (value == null) {
                        throw new IllegalArgumentException("command: " + placeholder.group() + " in (" + word
                                + ") is not a setting of this trial, " + "which has "
                                + String.join(", ", values.keySet()));
                    }
                    return Matcher.quoteReplacement(CommandTemplate.text(value));
                }))
                .toList();
    }
}
