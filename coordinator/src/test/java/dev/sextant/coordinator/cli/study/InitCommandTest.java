package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.starter.Photographs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
    private static final Path DEMO = Path.of("../deploy/demo");

    @TempDir
    Path home;

    private Path data;
    private Path file;

    @BeforeEach
    void draw() throws IOException {
        data = home.resolve("pets");
        Photographs.draw(data.resolve("cat"), 6, 40);
        Photographs.draw(data.resolve("dog"), 14, 40);
        file = home.resolve("study.yaml");
    }

    private CapturedConsole run(int expected, Object... arguments) {
        return CapturedConsole.run(home, expected, arguments);
    }

    @Test
    void writesAStudyFileThatValidateAccepts() throws IOException {
        CapturedConsole said = run(0, "init", data, "--to", file, "--device-hours", "0.5");

        assertThat(said.out())
                .startsWith("pets: 2 classes, 20 images (6 to 14 per class)\nimbalanced: 6 images of cat, 14 of dog\n")
                .contains("shorter side: 40 pixels (median of 20 images)")
                .contains("No pretrained network, so a small one is trained from scratch.")
                .contains("Wrote " + file + ": study pets, budget 30m of device time");
        assertThat(said.err())
                .isEqualTo(
                        "Next: `sextant validate " + file + "`, `sextant sweep " + file + "`" + System.lineSeparator());
        CapturedConsole validated = run(0, "validate", file);
        assertThat(validated.out())
                .startsWith(file + " is valid\n\npets: 2 classes, 20 images (6 to 14 per class)\n")
                .contains("\ntraining 14, validation 6 (30 % of each class)\n");
        JsonNode json =
                new ObjectMapper().readTree(run(0, "validate", file, "--json").out());
        assertThat(json.get("data")).hasSize(3);
        assertThat(json.get("data").get(0).asText()).isEqualTo("pets: 2 classes, 20 images (6 to 14 per class)");
    }

    @Test
    void searchesTheFineTuningOfANetwork() throws IOException {
        CapturedConsole said = run(
                0,
                "init",
                data,
                "--to",
                file,
                "--name",
                "my-pets",
                "--backbones",
                DEMO.resolve("backbone-fashion.zip"));

        assertThat(said.out()).contains("1 network: backbone-fashion (28 px)").doesNotContain("No pretrained network");
        assertThat(Files.readString(file))
                .contains("study: my-pets", "backbone-fashion.zip\n", "  fine_tuning: ", "when: {fine_tuning: true}");
    }

    @Test
    void saysHowToUseANetworkWithoutACard() throws IOException {
        Path networks = Files.createDirectories(home.resolve("networks"));
        Files.copy(DEMO.resolve("backbone-fashion.zip"), networks.resolve("bare.zip"));

        assertThat(run(0, "init", data, "--to", file, "--backbones", networks).out())
                .contains("bare.zip has no card that says its input. Add it with `sextant backbones add "
                        + networks.resolve("bare.zip") + " --image-size PIXELS --preprocessing NAME`.");
        assertThat(run(2, "init", data, "--to", file, "--force", "--backbones", home.resolve("nets"))
                        .err())
                .contains("--backbones (" + home.resolve("nets") + ") does not exist");
    }

    @Test
    void replacesAFileOnlyIfAsked() throws IOException {
        Files.writeString(file, "mine");

        assertThat(run(2, "init", data, "--to", file).err()).contains(file + " exists. Give --force to replace it");
        assertThat(file).content().isEqualTo("mine");
        run(0, "init", data, "--to", file, "--force");
        assertThat(file).content().contains("study: pets");
    }

    @Test
    void explainsAFolderThatCannotBeUsed() throws IOException {
        Path loose = Photographs.draw(home.resolve("loose"), 3, 8);
        Path outer = Files.createDirectories(home.resolve("outer"));
        Files.move(data, outer.resolve("pets"));
        Path text = Files.createDirectories(home.resolve("text"));
        for (String name : new String[] {"a/1.png", "a/2.png", "b/1.png", "b/2.png"}) {
            Files.createDirectories(text.resolve(name).getParent());
            Files.writeString(text.resolve(name), "no image");
        }

        assertThat(run(2, "init", home.resolve("nowhere"), "--to", file).err()).contains("nowhere) does not exist");
        assertThat(run(2, "init", loose, "--to", file).err())
                .contains("holds no class folders")
                .contains("Move its 3 files into one folder per class");
        assertThat(run(2, "init", outer, "--to", file).err())
                .contains("holds only one of the class folders needed, pets")
                .contains("Did you mean " + outer.resolve("pets") + "?");
        assertThat(run(2, "init", text, "--to", file).err())
                .contains("has no readable image among 4 files, e.g. a/1.png is not an image of a known format");
        assertThat(run(2, "init", outer.resolve("pets"), "--to", file, "--device-hours", "0")
                        .err())
                .contains("--device-hours (0.0) must be above 0");
        assertThat(run(2, "init", outer.resolve("pets"), "--to", file, "--name", "My Pets")
                        .err())
                .contains("No valid study can be written:")
                .contains("study");
        assertThat(file).doesNotExist();
    }

    @Test
    void takesACsvFile() throws IOException {
        Path csv = home.resolve("labels.csv");
        StringBuilder rows = new StringBuilder("path,label\n");
        for (int i = 0; i < 6; i++) {
            rows.append("pets/cat/00")
                    .append(i)
                    .append(".png,cat\npets/dog/00")
                    .append(i)
                    .append(".png,dog\n");
        }
        Files.writeString(csv, rows);

        assertThat(run(0, "init", csv, "--to", file).out())
                .startsWith("labels.csv: 2 classes, 12 images (6 per class)");
        assertThat(file).content().contains("study: labels\n", "  data: labels.csv\n");
    }
}
