package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.worker.image.input.Preprocessing;
import dev.sextant.worker.image.optimize.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that were saved once can be read for good: the text is a contract. */
class ModelNoteTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SAVED =
            """
            {"epoch":6,"phase":"FINE","data":{"classes":["circle","square"],"imageSize":16,"channels":3,\
            "preprocessing":{"bgr":false,"scale":0.5,"mean":[0.5],"deviation":[0.25]},"backbone":"90371e6d",\
            "split":"604fca57","revision":2},"lower":{"vertex":"block1","folded":true},\
            "progress":{"bestEpoch":4,"best":0.75,"stale":2}}""";

    @Test
    void readsAndWritesTheSavedText() throws Exception {
        ModelNote note = JSON.readValue(SAVED, ModelNote.class);

        assertThat(note)
                .isEqualTo(new ModelNote(
                        6,
                        TrainingPhase.Kind.FINE_TUNING,
                        new ModelNote.Data(
                                List.of("circle", "square"),
                                16,
                                3,
                                new Preprocessing(false, 0.5, List.of(0.5), List.of(0.25)),
                                "90371e6d",
                                "604fca57",
                                2),
                        new ModelNote.FrozenBackbone("block1", true),
                        new Progress(4, 0.75, 2)));
        assertThat(JSON.writeValueAsString(note)).isEqualTo(SAVED);
    }

    @Test
    void aTextWithoutRevisionIsOfTheFirst() throws Exception {
        ModelNote note = JSON.readValue(SAVED.replace(",\"revision\":2", ""), ModelNote.class);

        assertThat(note.data().revision()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"SMALL,SCRATCH", "HEAD,HEAD", "FINE,FINE_TUNING"})
    void readsEachKindOfPhase(String saved, TrainingPhase.Kind kind) throws Exception {
        ModelNote note = JSON.readValue(SAVED.replace("FINE", saved), ModelNote.class);

        assertThat(note.phase()).isEqualTo(kind);
        assertThat(JSON.writeValueAsString(note)).contains("\"phase\":\"" + saved + "\"");
    }
}
