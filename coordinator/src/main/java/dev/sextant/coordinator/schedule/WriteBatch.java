package dev.sextant.coordinator.schedule;

import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.StudyTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rows that the scheduler has decided on and not yet written, with what follows from them. A commit costs one write to disk
 * whatever it holds, so rows of one turn are written together; consequences happen once the rows are there. Used by the
 * scheduler's thread alone.
 */
final class WriteBatch {
    private final StudyJournal journal;
    private final DatabaseRetry database;
    private final List<Consumer<StudyTransaction>> rows = new ArrayList<>();
    private final List<Runnable> consequences = new ArrayList<>();

    WriteBatch(StudyJournal journal, DatabaseRetry database) {
        this.journal = journal;
        this.database = database;
    }

    /** Adds a row. It is written again if the database goes and comes back. */
    void add(Consumer<StudyTransaction> row) {
        rows.add(row);
    }

    /** Adds something to do, in order, once all rows are written. */
    void then(Runnable consequence) {
        consequences.add(consequence);
    }

    /** Writes the rows in one transaction, then does what follows from them. */
    void commit() throws InterruptedException {
        if (!rows.isEmpty()) {
            database.run(() -> journal.useTransaction(tx -> rows.forEach(row -> row.accept(tx))));
            rows.clear();
        }
        List<Runnable> due = List.copyOf(consequences);
        consequences.clear();
        due.forEach(Runnable::run);
    }
}
