package dev.sextant.coordinator.schedule;

import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.StudyTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rows that the scheduler has decided on but not yet written, with actions that follow once they are written. A commit
 * costs one write to disk whatever it holds, so rows of one turn are written together. Used by the scheduler's thread
 * alone.
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

    /** Adds a row. The write is repeated if the database was gone and is back. */
    void add(Consumer<StudyTransaction> row) {
        rows.add(row);
    }

    /** Adds an action that is run, in order, once all rows are written. */
    void then(Runnable consequence) {
        consequences.add(consequence);
    }

    /** Writes the rows in one transaction, then runs the actions. */
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
