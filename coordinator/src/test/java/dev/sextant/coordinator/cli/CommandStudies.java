package dev.sextant.coordinator.cli;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.sql.Database;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.server.EmbeddedServer;
import dev.sextant.worker.checkpoint.CheckpointStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * Studies on a real PostgreSQL: {@link #ENDED}, {@link #RUNNING} and one without trials, {@code not-begun}. The first test class
 * starts the server; it is closed after the last one.
 */
final class CommandStudies implements BeforeAllCallback, CloseableResource {
    static final int TRIALS = 40;
    static final String ENDED = "cars-resnet18";
    static final String RUNNING = "flowers";

    private Path folder;
    private EmbeddedServer server;
    private Database database;
    private StudyJournal running;
    private Checkpoint model;

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(Namespace.GLOBAL).getOrComputeIfAbsent(CommandStudies.class, key -> start());
    }

    private CommandStudies start() {
        try {
            folder = Files.createTempDirectory("sextant-commands");
            Files.createDirectories(home());
            server = EmbeddedServer.open(home().resolve("postgres"));
            database = Database.open(server.address());
            writeEnded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        running = SampleStudy.lock(database, RUNNING);
        SampleStudy.write(running, 4, model);
        SampleStudy.begin(running, 5);
        database.studies().createIfAbsent(SampleStudy.spec("not-begun"));
        return this;
    }

    private void writeEnded() throws IOException {
        try (StudyJournal journal = SampleStudy.lock(database, ENDED)) {
            StudyRow row = database.studies().find(ENDED).orElseThrow();
            Path trained = Files.writeString(home().resolve("trained"), "a trained model");
            model = CheckpointStore.in(StudyCheckpoints.of(row, home()).folder())
                    .save(trained, new RunKey(row.id(), SampleStudy.BEST, 1, 1), 9);
            SampleStudy.write(journal, TRIALS, model);
            journal.useTransaction(tx -> tx.studyBecomes(StudyState.COMPLETED, "its budget is spent"));
        }
    }

    Path home() {
        return folder.resolve("home");
    }

    EmbeddedServer server() {
        return server;
    }

    Database database() {
        return database;
    }

    Checkpoint model() {
        return model;
    }

    @Override
    public void close() throws IOException {
        running.close();
        database.close();
        server.close();
        FileTree.delete(folder);
    }
}
