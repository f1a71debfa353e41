package dev.sextant.worker.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)\\}");
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
        own.keySet()
                .removeAll(Set.of(
                        CommandTrainerFactory.COMMAND,
                        CommandTrainerFactory.WORKING_DIRECTORY,
                        CommandTrainerFactory.GRACE_SECONDS,
                        CommandTrainerFactory.PASS_ENVIRONMENT));
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
        Map<String, Object> values = new TreeMap<>(ownSettings());
        values.put("config", file());
        values.put("seed", context.seed());
        values.put("device", context.device());
        values.put("threads", context.threads());
        values.put("from_epoch", fromEpoch);
        values.put("to_epoch", context.toEpoch());
        values.put("checkpoints", checkpoints);
        List<String> arguments = new ArrayList<>();
        for (String argument : context.settings().textList(CommandTrainerFactory.COMMAND)) {
            arguments.add(replacePlaceholders(argument, values));
        }
        return arguments;
    }

    private static String replacePlaceholders(String argument, Map<String, Object> values) throws TrainingFailure {
        Matcher matcher = PLACEHOLDER.matcher(argument);
        StringBuilder replaced = new StringBuilder();
        while (matcher.find()) {
            Object value = values.get(matcher.group(1));
            if (value == null) {
                throw new TrainingFailure(
                        FailureKind.TRAINER_ERROR,
                        "command: " + matcher.group() + " in (" + argument
                                + ") is not a setting of this trial, which has " + String.join(", ", values.keySet())
                                + "; read settings that are not always active from {config}");
            }
            matcher.appendReplacement(replaced, Matcher.quoteReplacement(text(value)));
        }
        return matcher.appendTail(replaced).toString();
    }

    private static String text(Object value) {
        if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
            try {
                return JSON.writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("Value " + value + " of a setting cannot be written as JSON", e);
            }
        }
        return value.toString();
    }
}
