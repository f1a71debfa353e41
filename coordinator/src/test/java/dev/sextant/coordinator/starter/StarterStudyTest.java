package dev.sextant.coordinator.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.spark.LocalMachine;
import dev.sextant.worker.image.backbone.BackboneRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StarterStudyTest {
    private static final Path DEMO = Path.of("../deploy/demo");
    private static final LocalMachine MACHINE = new LocalMachine(2, 16_384);

    @TempDir
    Path work;

    private static StudySpec read(StarterStudy study) {
        StudyFile.Outcome outcome =
                StudyFile.read(study.text(), study.file(), Trainers.installed(), SearchAlgorithms.all());
        assertThat(outcome).as(study.text()).isInstanceOf(StudyFile.Outcome.Valid.class);
        return ((StudyFile.Outcome.Valid) outcome).spec();
    }

    /** Copies the network of the demo, which takes images of 28 pixels. */
    private static FoundNetworks networks(Path folder, int count) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            Files.copy(DEMO.resolve("backbone-fashion.zip"), folder.resolve("net " + i + ".zip"));
            Files.copy(DEMO.resolve("backbone-fashion.card.json"), folder.resolve("net " + i + ".card.json"));
        }
        return FoundNetworks.at(List.of(folder));
    }

    private StarterStudy study(Path data, FoundNetworks networks) throws IOException {
        return new StarterStudy(
                StarterStudy.name(data), work.resolve("study.yaml"), FoundImages.in(data), networks, 2, MACHINE);
    }

    @Provide
    Arbitrary<List<Integer>> imagesOfClasses() {
        return Arbitraries.integers().between(2, 14).list().ofMinSize(2).ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> folderNames() {
        return Arbitraries.strings().withChars("aZ09 _-.'\"#&%é").ofMinLength(1).ofMaxLength(10);
    }

    @Property(tries = 25)
    void isValidForEveryFolder(
            @ForAll("folderNames") String name,
            @ForAll("imagesOfClasses") List<Integer> imagesOfClasses,
            @ForAll @IntRange(min = 4, max = 300) int shorterSide,
            @ForAll @IntRange(min = 0, max = 2) int networks,
            @ForAll boolean hasParts,
            @ForAll @DoubleRange(min = 0.01, max = 1000) double deviceHours,
            @ForAll @IntRange(min = 1, max = 64) int processors)
            throws Exception {
        Path folder = Files.createTempDirectory("starter");
        try {
            Path data = folder.resolve("x" + name);
            for (String part : hasParts ? List.of("train", "validation") : List.of("")) {
                for (int i = 0; i < imagesOfClasses.size(); i++) {
                    Photographs.draw(data.resolve(part).resolve("class " + i), imagesOfClasses.get(i), shorterSide);
                }
            }
            StudySpec spec = read(new StarterStudy(
                    StarterStudy.name(data),
                    folder.resolve("study.yaml"),
                    FoundImages.in(data),
                    networks(folder.resolve("networks"), networks),
                    deviceHours,
                    new LocalMachine(processors, 8_192)));

            assertThat(spec.startWith()).hasSize(1 + networks);
            assertThat(spec.trainer().settings()).containsEntry("data", data.toString());
            assertThat(spec.fidelity().rungs()).containsExactly(4, 8, 16);
        } finally {
            FileTree.delete(folder);
        }
    }

    @Test
    void searchesTheNetworkAndItsFineTuning() throws Exception {
        Path data = work.resolve("photos");
        Photographs.draw(data.resolve("cat"), 12, 40);
        Photographs.draw(data.resolve("dog"), 12, 40);

        StudySpec none = read(study(data, networks(work.resolve("none"), 0)));
        StudySpec one = read(study(data, networks(work.resolve("one"), 1)));
        StudySpec two = read(study(data, networks(work.resolve("two"), 2)));

        assertThat(none.space().find("fine_tuning")).isEmpty();
        assertThat(none.space().find("filters")).isPresent();
        assertThat(one.trainer().settings().get("backbone"))
                .isEqualTo(work.resolve("one/net 0.zip").toString());
        assertThat(two.space().parameter("backbone").listed()).hasSize(2);
        for (String name : List.of("retrain_from", "fine_tuning_rate", "head_epochs", "augmentation")) {
            assertThat(one.space().parameter(name).when().orElseThrow().names())
                    .as(name)
                    .containsExactly("fine_tuning");
        }
        assertThat(two.startWith().subList(0, 2)).allSatisfy(start -> assertThat(start.values())
                .containsEntry("fine_tuning", false)
                .doesNotContainKeys("retrain_from", "head_epochs"));
        assertThat(two.startWith().get(2).values())
                .containsEntry("fine_tuning", true)
                .containsKeys("retrain_from", "head_epochs");
    }

    @ParameterizedTest
    @CsvSource({
        // images of two classes, share that validates, whether class_weight is searched, batch size, epochs of the
        // lowest rung
        "1000, 1010, 0.2, false, 32, 1",
        "700, 710, 0.2, false, 32, 2",
        "400, 420, 0.2, false, 16, 2",
        "100, 120, 0.3, false, 16, 4",
        "20, 40, 0.3, false, 16, 4",
        "20, 41, 0.3, true, 16, 4"
    })
    void fitsTheNumberOfImages(int cats, int dogs, double share, boolean classWeight, int batchSize, int minEpochs)
            throws Exception {
        Path data = work.resolve("photos");
        Photographs.draw(data.resolve("cat"), cats, 8);
        Photographs.draw(data.resolve("dog"), dogs, 8);

        StudySpec spec = read(study(data, networks(work.resolve("none"), 0)));

        assertThat(spec.trainer().settings()).containsEntry("validation_share", share);
        assertThat(spec.space().find("class_weight").isPresent()).isEqualTo(classWeight);
        assertThat(Optional.ofNullable(spec.trainer().settings().get("batch_size")))
                .isEqualTo(batchSize == 32 ? Optional.empty() : Optional.of((long) batchSize));
        assertThat(spec.fidelity().rungs().get(0)).isEqualTo(minEpochs);
    }

    @ParameterizedTest
    @CsvSource({"40, 32 48", "64, 48 64", "500, 48 64 96"})
    void imagesAreNotEnlarged(int shorterSide, String sizes) throws Exception {
        Path data = work.resolve("photos");
        Photographs.draw(data.resolve("cat"), 2, shorterSide);
        Photographs.draw(data.resolve("dog"), 2, shorterSide);

        StudySpec spec = read(study(data, networks(work.resolve("none"), 0)));

        assertThat(spec.space().parameter("image_size").listed().toString().replaceAll("[\\[\\],]", ""))
                .isEqualTo(sizes);
    }

    @Test
    void installedNetworksAreNamedWithoutAPath() throws Exception {
        Path data = work.resolve("photos");
        Photographs.draw(data.resolve("cat"), 2, 40);
        Photographs.draw(data.resolve("dog"), 2, 40);
        Path shelf = work.resolve("shelf");
        networks(shelf, 1);

        FoundNetworks installed = FoundNetworks.installed(new BackboneRepository(shelf));

        assertThat(study(data, installed).text()).contains("\n  backbone: \"net 0\"\n");
    }

    @Test
    void pathsBelowTheFileAreRelative() throws Exception {
        Path data = work.resolve("my photos");
        Photographs.draw(data.resolve("cat"), 2, 8);
        Photographs.draw(data.resolve("dog"), 2, 8);
        StarterStudy study = study(data, networks(work.resolve("nets"), 1));

        assertThat(study.text()).contains("\n  data: \"my photos\"\n", "\n  backbone: \"nets/net 0.zip\"\n");
        assertThat(study.name()).isEqualTo("my-photos");
        assertThat(study.text().lines().filter(line -> line.stripLeading().startsWith("#")))
                .allMatch(line -> line.length() <= 100);
    }

    @ParameterizedTest
    @CsvSource({"Cars 20, cars-20", "labels.csv, labels", "ÄÖ, images", "-x-, x"})
    void namesAreMadeValid(String folder, String name) {
        assertThat(StarterStudy.name(Path.of("/data", folder))).isEqualTo(name);
    }
}
