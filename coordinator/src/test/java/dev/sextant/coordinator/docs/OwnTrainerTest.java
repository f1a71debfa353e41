package dev.sextant.coordinator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.TrialContext;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trainer that the guide shows compiles, is found, and keeps what it says trainers promise. */
class OwnTrainerTest {
    private static final String SERVICE = "META-INF/services/" + TrainerFactory.class.getName();

    @TempDir
    Path folder;

    @Test
    void trainerOfTheGuideIsFoundAndResumable() throws Exception {
        compile(Page.of("docs/guide/own-trainer.md").blocks().stream()
                .filter(block -> block.language().equals("java"))
                .map(Page.Block::text)
                .findFirst()
                .orElseThrow());
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            TrainerFactory factory = ServiceLoader.load(TrainerFactory.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(found -> found.type().equals("parabola"))
                    .findFirst()
                    .orElseThrow();
            Path checkpoint = folder.resolve("after-2");

            List<Map<String, Double>> whole = new ArrayList<>();
            try (Trainer trainer = factory.create(context(factory))) {
                for (int epoch = 1; epoch <= 4; epoch++) {
                    whole.add(trainer.train(epoch));
                    if (epoch == 2) {
                        trainer.save(checkpoint);
                    }
                }
            }
            try (Trainer trainer = factory.create(context(factory))) {
                trainer.restore(checkpoint, 2);
                assertThat(trainer.train(3)).isEqualTo(whole.get(2));
                assertThat(trainer.train(4)).isEqualTo(whole.get(3));
            }
            assertThat(whole.get(3)).containsOnlyKeys(factory.metrics());
            assertThat(whole.get(3).get("loss")).isLessThan(whole.get(0).get("loss"));
        }
    }

    private void compile(String source) throws Exception {
        Path file = Files.createDirectories(folder.resolve("source")).resolve("ParabolaFactory.java");
        Files.writeString(file, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        Path common = Path.of(TrainerFactory.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        boolean sound;
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            sound = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-proc:none", "-d", folder.toString(), "-cp", common.toString()),
                            null,
                            files.getJavaFileObjects(file))
                    .call();
        }
        assertThat(sound).as(messages.toString()).isTrue();
        Path service = folder.resolve(SERVICE);
        Files.createDirectories(service.getParent());
        Files.writeString(service, "com.example.ParabolaFactory\n");
    }

    private TrialContext context(TrainerFactory factory) {
        return new TrialContext(
                "guide",
                1,
                4242,
                Settings.withDefaults(factory.settings(), Map.of()),
                "loss",
                0,
                4,
                4,
                "cpu",
                1,
                folder,
                folder,
                List.of(1, 2, 4),
                factory.revision());
    }
}
