package dev.sextant.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointWatchTest {
    @TempDir
    private Path folder;

    private Path trial;

    @BeforeEach
    void makeFolders() throws IOException {
        trial = Files.createDirectories(folder.resolve("cars-1-20261130T120000000/trial-0001"));
    }

    @Test
    void acceptsFilesThatAreRenamedWhenComplete() throws Exception {
        try (CheckpointWatch watch = new CheckpointWatch(folder, "cars")) {
            Path temporary = Files.writeString(trial.resolve("_a.ckpt"), "half");
            Files.writeString(temporary, "whole", StandardOpenOption.APPEND);
            Files.move(temporary, trial.resolve("a.ckpt"));
            writeInPlace("b.ckpt");
            // Events come in order, so those of a.ckpt have been judged when b.ckpt is found.
            await().until(() -> !watch.violations().isEmpty());
            assertThat(watch.violations()).allMatch(violation -> violation.startsWith("b.ckpt"));
        }
    }

    @Test
    void findsFilesThatAreWrittenUnderTheirFinalName() throws Exception {
        try (CheckpointWatch watch = new CheckpointWatch(folder, "cars")) {
            writeInPlace("a.ckpt");
            await().until(() -> watch.violations().contains("a.ckpt was written to under its final name"));
        }
    }

    @Test
    void leavesOutFilesThatTheCampaignDamages() throws Exception {
        try (CheckpointWatch watch = new CheckpointWatch(folder, "cars")) {
            watch.willDamage(trial.resolve("a.ckpt"));
            writeInPlace("a.ckpt");
            writeInPlace("b.ckpt");
            await().until(() -> !watch.violations().isEmpty());
            assertThat(watch.violations()).allMatch(violation -> violation.startsWith("b.ckpt"));
        }
    }

    private void writeInPlace(String name) throws IOException {
        Path file = Files.writeString(trial.resolve(name), "half");
        Files.writeString(file, "whole", StandardOpenOption.APPEND);
    }
}
