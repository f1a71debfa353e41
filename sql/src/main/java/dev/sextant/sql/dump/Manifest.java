package dev.sextant.sql.dump;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;

/**
 * Description of the content of a dump, in its entry {@code manifest.json}.
 *
 * @param format version of this format
 * @param schemaVersion version of the schema that the rows come from
 * @param createdAt time of the snapshot, ISO 8601
 * @param studies studies in the dump
 * @param tables tables in the order of their restore
 * @param checkpoints packed checkpoint files
 */
public record Manifest(
        int format,
        int schemaVersion,
        String createdAt,
        List<Study> studies,
        List<Table> tables,
        List<PackedCheckpoint> checkpoints,
        long missingCheckpoints) {
    /** Name of the entry. */
    static final String ENTRY = "manifest.json";

    /** The version of the format that this program writes. */
    static final int FORMAT = 1;

    /** Largest manifest that is read, in bytes: about a million packed checkpoints. */
    static final int MAX_BYTES = 256 << 20;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    public Manifest {
        studies = List.copyOf(studies);
        tables = List.copyOf(tables);
        checkpoints = List.copyOf(checkpoints);
    }

    /**
     * A study in the dump.
     *
     * @param id row number, which only means something within the dump
     * @param trials number of trials
     * @param epochs number of measured epochs
     * @param checkpoints number of checkpoint rows, whether or not the files are packed
     */
    public record Study(long id, String name, String state, int trials, long epochs, long checkpoints) {}

    /**
     * The rows of one table.
     *
     * @param columns names of the columns, the row number of the study first
     * @param bytes length of the part before compression
     * @param sha256 SHA-256 of the part before compression
     */
    public record Table(String name, List<String> columns, long rows, long bytes, String sha256) {
        public Table {
            columns = List.copyOf(columns);
        }

        String entry() {
            return "tables/" + name + ".copy";
        }
    }

    /**
     * A packed checkpoint file.
     *
     * @param study row number of the study in the dump
     * @param path path of the file in the folder of the study: folder of the trial and file name
     */
    public record PackedCheckpoint(long study, String path, long bytes, String sha256) {
        String entry() {
            return "checkpoints/" + study + "/" + path;
        }
    }

    byte[] toJson() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Manifest parse(byte[] json) throws IOException {
        return JSON.readValue(json, Manifest.class);
    }

    /** Returns the version that a manifest of any format names first. */
    static int formatOf(byte[] json) throws IOException {
        return JSON.readTree(json).path("format").asInt();
    }
}
