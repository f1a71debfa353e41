package dev.sextant.benchmarks.search;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Option;

/** The options that say on which recorded or learned curves a benchmark runs. */
final class TaskOptions {
    @Option(names = "--lcbench", paramLabel = "DIR", description = "folder of the LCBench surrogate's files")
    private Path lcbench;

    @Option(
            names = "--tasks",
            split = ",",
            paramLabel = "IDS",
            description = "LCBench tasks; without it those that the folder's reference.csv names")
    private List<String> tasks = new ArrayList<>();

    @Option(names = "--taskset", split = ",", paramLabel = "FILES", description = "TaskSet tables, or folders of them")
    private List<Path> taskset = new ArrayList<>();

    @Option(
            names = "--curves",
            split = ",",
            paramLabel = "FILES",
            description = "study files of the trainer curve-table, whose recorded curves are replayed")
    private List<Path> curves = new ArrayList<>();

    /** What is done with tasks. */
    interface Use {
        void of(List<BenchmarkTask> tasks) throws IOException, InterruptedException;
    }

    /** Whether none is named. */
    boolean areEmpty() {
        return lcbench == null && taskset.isEmpty() && curves.isEmpty();
    }

    /**
     * Reads the tasks; those of LCBench can be used as long as {@code use} takes.
     *
     * @param showRows whether TaskSet shows a search the rows that were replayed for its proposals
     * @param out the benchmark's results: references that are sampled for LCBench are kept beside them
     * @param threads how many of these are sampled at a time
     * @throws IllegalArgumentException when an option is not as it should be
     */
    void use(boolean showRows, Path out, int threads, Use use) throws IOException, InterruptedException, OrtException {
        if (lcbench == null) {
            if (!tasks.isEmpty()) {
                throw new IllegalArgumentException("--tasks are of LCBench: say where it is by --lcbench");
            }
            use.of(replayed(showRows));
            return;
        }
        try (LcbenchFolder folder = LcbenchFolder.open(lcbench)) {
            List<BenchmarkTask> all = lcbenchTasks(folder, out, threads);
            all.addAll(replayed(showRows));
            use.of(all);
        }
    }

    private List<BenchmarkTask> replayed(boolean showRows) throws IOException {
        List<BenchmarkTask> all = new ArrayList<>(TasksetFiles.tasks(taskset, showRows));
        for (Path study : curves) {
            all.add(RecordedCurvesTask.read(study));
        }
        return all;
    }

    private List<BenchmarkTask> lcbenchTasks(LcbenchFolder folder, Path out, int threads)
            throws IOException, InterruptedException {
        List<String> ids = tasks.isEmpty() ? folder.referenced() : tasks;
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("--tasks: " + lcbench + " has no reference.csv that would name some");
        }
        ids.forEach(folder::check);
        SampledReferences sampled = new SampledReferences(out.resolveSibling(out.getFileName() + ".references.csv"));
        // Tasks that need a reference take seconds each.
        ExecutorService sampling = Executors.newFixedThreadPool(threads);
        try {
            List<Future<BenchmarkTask>> found = new ArrayList<>();
            for (String id : ids) {
                found.add(sampling.submit(() -> folder.task(id, sampled)));
            }
            List<BenchmarkTask> all = new ArrayList<>();
            for (Future<BenchmarkTask> task : found) {
                all.add(task.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("LCBench: " + e.getCause(), e);
        } finally {
            sampling.shutdownNow();
        }
    }
}
