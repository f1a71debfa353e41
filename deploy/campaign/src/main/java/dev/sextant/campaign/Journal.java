package dev.sextant.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What the trained programs have written down themselves, synced line by line. Rows are compared with it. */
final class Journal {
    /**
     * One line of the journal.
     *
     * @param kind EPOCH: trained and about to be reported; MISCHIEF: about to do something wrong; CORRUPT: was passed a
     *     checkpoint that is not its own
     * @param value the metric of an EPOCH, the kind of a MISCHIEF
     */
    record Entry(String kind, String study, int trial, long process, int epoch, String value) {
        private static Entry parse(String line) {
            String[] parts = line.split("\t", -1);
            return new Entry(
                    parts[0],
                    parts[1],
                    Integer.parseInt(parts[2]),
                    Long.parseLong(parts[3]),
                    Integer.parseInt(parts[4]),
                    parts[5]);
        }
    }

    private final Path file;

    Journal(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** Returns the entries of a study, in the order in which they happened. */
    List<Entry> entries(String study, String kind) throws IOException {
        try {
            return Files.readAllLines(file).stream()
                    .map(Entry::parse)
                    .filter(entry -> entry.study().equals(study) && entry.kind().equals(kind))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of(); // nothing has been trained
        }
    }
}
