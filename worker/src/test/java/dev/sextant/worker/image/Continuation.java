package dev.sextant.worker.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.trainer.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Resumes a trial from a checkpoint in another process. */
public final class Continuation {
    private Continuation() {}

    /**
     * Trains the remaining epochs.
     *
     * @param args work folder, data folder, settings as JSON, seed, checkpoint, its epoch, last epoch, result file,
     *     metrics file
     */
    public static void main(String[] args) throws Exception {
        Map<String, Object> given =
                new ObjectMapper().readerForMapOf(Object.class).readValue(args[2]);
        given.replaceAll((name, value) -> value instanceof Integer number ? (Object) number.longValue() : value);
        int epoch = Integer.parseInt(args[5]);
        try (Trainer trainer =
                Trials.create(Path.of(args[0]), Trials.settings(Path.of(args[1]), given), Long.parseLong(args[3]))) {
            trainer.restore(Path.of(args[4]), epoch);
            List<Map<String, Double>> metrics = Trials.train(trainer, epoch, Integer.parseInt(args[6]));
            trainer.save(Path.of(args[7]));
            Files.writeString(Path.of(args[8]), metrics.toString());
        }
    }

    public static void run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String property :
                new String[] {"org.eclipse.deeplearning4j.helpers.disable", "org.bytedeco.javacpp.platform.extension"
                }) {
            command.add("-D" + property + "=" + System.getProperty(property, ""));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Continuation.class.getName()));
        command.addAll(List.of(args));
        Path log = Files.createTempFile("continuation", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(3, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError("The other process failed:\n" + Files.readString(log));
        }
    }
}
