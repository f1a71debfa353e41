package dev.sextant.common.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainersTest {
    @Test
    void findsTrainersByType() {
        Trainers trainers = Trainers.of(List.of(new SampleTrainers.Images(), new SampleTrainers.Command()));
        assertThat(trainers.types()).containsExactly("command", "image-classifier");
        assertThat(trainers.find("command")).containsInstanceOf(SampleTrainers.Command.class);
        assertThat(trainers.find("comand")).isEmpty();
    }

    @Test
    void installsWhatTheContextClassLoaderKnows(@TempDir Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(TrainerFactory.class.getName()), SampleTrainers.Command.class.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            assertThat(Trainers.installed().types()).containsExactly("command");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void refusesTwoTrainersOfOneType() {
        class Other extends SampleTrainers.Command {}
        assertThatThrownBy(() -> Trainers.of(List.of(new SampleTrainers.Command(), new Other())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Two trainers are of type command: dev.sextant.common.trainer.SampleTrainers$Command and "
                        + "dev.sextant.common.trainer.TrainersTest$1Other; remove one of them from the class "
                        + "path, or rename its type");
    }

    @Test
    void refusesSettingsThatStandTwiceOrAreNamedType() {
        assertThatThrownBy(() -> Trainers.of(List.of(declaring("rate", "rate"))))
                .hasMessageStartingWith("Trainer command declares the setting rate twice; rename it in ");
        assertThatThrownBy(() -> Trainers.of(List.of(declaring("type"))))
                .hasMessageStartingWith("Trainer command declares the setting type, a name that study files reserve; ");
    }

    private static TrainerFactory declaring(String... names) {
        return new SampleTrainers.Command() {
            @Override
            public List<Setting> settings() {
                return List.of(names).stream()
                        .map(name -> Setting.flag(name).byDefault(false).describedAs("a flag"))
                        .toList();
            }
        };
    }
}
