package dev.sextant.worker.image.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.files.Sha256;
import dev.sextant.worker.image.ResidualBackbone;
import dev.sextant.worker.image.backbone.BackboneSummary.Block;
import dev.sextant.worker.image.backbone.BackboneSummary.Size;
import dev.sextant.worker.image.data.UnusableData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackboneRepositoryTest {
    @TempDir
    Path work;

    private BackboneRepository repository;
    private Path zip;
    private Path card;

    @BeforeEach
    void write() throws IOException {
        repository = new BackboneRepository(work.resolve("repository"));
        zip = ResidualBackbone.write(work.resolve("downloads"));
        card = work.resolve("downloads/residual.card.json");
    }

    @Test
    void keepsANetworkWithItsCardAndHash() throws Exception {
        assertThat(repository.list()).isEmpty();
        BackboneRepository.Entry entry = repository.add(zip, card, "small");
        assertThat(repository.list()).containsExactly(entry);
        assertThat(entry.blocks()).containsExactly("stem", "stage1", "stage2");
        assertThat(entry.sha256()).isEqualTo(Sha256.of(zip));
        assertThat(repository.folder().toFile().list()).containsExactlyInAnyOrder("small.zip", "small.card.json");
        assertThat(repository.find("small")).isPresent();
        assertThat(repository.find("small.zip")).isPresent();
        assertThat(repository.find("other")).isEmpty();
        assertThat(repository.add(zip, card, "small.zip")).isEqualTo(entry);
    }

    @Test
    void refusesAFileWithAnotherHashThanItsCard() throws Exception {
        repository.add(zip, card, "small");
        Path kept = repository.find("small").orElseThrow();
        ComputationGraph other = ResidualBackbone.network();
        other.params().muli(2);
        ModelSerializer.writeModel(other, kept.toFile(), false);
        assertThatThrownBy(() -> Backbone.read(kept.toString()))
                .isInstanceOf(UnusableData.class)
                .hasMessageContaining("as its card says");
        assertThatThrownBy(() -> repository.add(zip, card, "small"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NAME (small) is another network already");
    }

    @Test
    void addsNothingThatCannotBeUsed() throws Exception {
        Files.writeString(card, Files.readString(card).replace("block2", "block7"));
        assertThatThrownBy(() -> repository.add(zip, card, "small"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a layer or block of the backbone");
        Files.writeString(card, Files.readString(card).replace("\"scale\"", "\"scael\""));
        assertThatThrownBy(() -> repository.add(zip, card, "small")).isInstanceOf(IllegalArgumentException.class);
        assertThat(repository.folder()).isEmptyDirectory();
    }

    @Test
    void aNameWithoutASlashIsANetworkOfTheRepository() throws Exception {
        repository.add(zip, card, "small");

        assertThat(Backbone.read("small", repository).sha256()).isEqualTo(Sha256.of(zip));
        assertThatThrownBy(() -> Backbone.read("smal", repository))
                .isInstanceOf(UnusableData.class)
                .hasMessageContaining("(smal) is neither a file in the folder of the study file nor a network in "
                        + repository.folder());
    }

    @Test
    void aPathThatDoesNotExistIsNotReplacedByANetworkOfTheSameFileName() throws Exception {
        repository.add(zip, card, "small");

        assertThatThrownBy(() -> Backbone.read("/no/such/folder/small.zip", repository))
                .isInstanceOf(UnusableData.class)
                .hasMessageContaining("(/no/such/folder/small.zip) does not exist; write small, without a folder");
        assertThatThrownBy(() -> Backbone.read("/no/such/folder/other.zip", repository))
                .hasMessageContaining("does not exist; give the zip");
    }

    @Test
    void studiesOfOlderVersionsStillFindTheNetworkByItsFileName() throws Exception {
        repository.add(zip, card, "small");

        assertThat(Backbone.readByFileName("/studies/cars/small", repository).sha256())
                .isEqualTo(Sha256.of(zip));
        assertThat(Backbone.readByFileName(zip.toString(), repository).uri()).isEqualTo("file:" + zip);
        assertThatThrownBy(() -> Backbone.readByFileName("/studies/cars/other", repository))
                .isInstanceOf(UnusableData.class);
    }

    @Test
    void takesTheFeaturesFromTheLayerThatTheCardNames() throws Exception {
        Files.writeString(card, Files.readString(card).replaceFirst("\\{", "{\"output\": \"block1.relu\", "));
        Files.writeString(card, Files.readString(card).replace(", \"stage2\": \"block2\"", ""));
        try (BackboneNetwork network = Backbone.read(zip.toString()).open(true)) {
            assertThat(network.layout().order())
                    .endsWith("block1.relu", "features")
                    .doesNotContain("block2.conv1");
        }
    }

    @Test
    void countsWhatEachBlockTrains() throws Exception {
        repository.add(zip, card, "small");
        BackboneSummary summary = repository.summary("small");
        // Weights and biases of a 3 x 3 convolution from a to b channels: 9ab + b; of a depthwise one: 9b + b.
        Size stem = new Size(1, 9 * 3 * 6 + 6);
        Size stage1 = new Size(2, 9 * 6 * 6 + 6 + 9 * 6 + 6);
        Size stage2 = new Size(3, 9 * 6 * 8 + 8 + 9 * 8 * 8 + 8 + 9 * 8 + 8);
        Size upper = new Size(5, stage1.parameters() + stage2.parameters());
        Size whole = new Size(6, stem.parameters() + upper.parameters());
        assertThat(summary.whole()).isEqualTo(whole);
        assertThat(summary.blocks())
                .containsExactly(
                        new Block("stem", stem, whole),
                        new Block("stage1", stage1, upper),
                        new Block("stage2", stage2, stage2));
        assertThat(summary.channels()).isEqualTo(3);
        assertThat(summary.output()).isEqualTo("features");
        assertThatThrownBy(() -> repository.summary("smal"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("NAME (smal) is not in " + repository.folder() + "; did you mean small?");
    }

    @Test
    void isInTheFolderThatTheEnvironmentNames() {
        assertThat(BackboneRepository.of(Map.of("HOME", "/other")).folder())
                .isEqualTo(Path.of("/other/.sextant/backbones"));
        assertThat(BackboneRepository.of(Map.of("SEXTANT_HOME", "/srv/sextant")).folder())
                .isEqualTo(Path.of("/srv/sextant/backbones"));
        assertThat(BackboneRepository.of(Map.of("SEXTANT_HOME", "/srv/sextant", "SEXTANT_BACKBONES", "/nets"))
                        .folder())
                .isEqualTo(Path.of("/nets"));
    }
}
