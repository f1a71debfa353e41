package dev.sextant.coordinator.doctor;

import dev.sextant.coordinator.text.TextFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks this machine: Java, processors and memory, limits, locale, and the folders that Sextant writes to. */
public final class MachineCheck implements Check {
    /** The version that Spark 3.5 and ND4J run on. */
    private static final String JAVA = "17";

    private static final long MANY_FILES = 4096;

    /** The embedded server shares memory of parallel queries there; containers have 64 MiB by default. */
    private static final long ENOUGH_SHARED_MEMORY = 60L << 20;

    private static final long ENOUGH_MEMORY_MIB = 3 * 1024;

    private final MachineFacts facts;
    private final Path home;
    private final Map<String, Path> folders;

    /**
     * @param home Sextant's folder, which need not exist
     * @param folders other folders that are written to, by their name for people; they need not exist
     */
    public MachineCheck(MachineFacts facts, Path home, Map<String, Path> folders) {
        this.facts = facts;
        this.home = home;
        this.folders = Map.copyOf(folders);
    }

    @Override
    public String group() {
        return "machine";
    }

    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(resources());
        findings.add(openFiles());
        findings.add(sharedMemory());
        findings.add(locale());
        findings.add(userHome());
        findings.addAll(WritableFolder.findings("SEXTANT_HOME", home, true));
        folders.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(folder -> findings.addAll(WritableFolder.findings(folder.getKey(), folder.getValue(), false)));
        return findings;
    }

    private Finding java() {
        String version = facts.javaVersion();
        return version.equals(JAVA) || version.startsWith(JAVA + ".") || version.startsWith(JAVA + "-")
                ? Finding.ok("java", version)
                : Finding.problem("java", version, "Set JAVA_HOME to a Java 17: Spark 3.5 and ND4J need it.");
    }

    private Finding resources() {
        String found = TextFormat.count(facts.machine().processors(), "CPU") + ", "
                + TextFormat.bytes(facts.machine().memoryMiB() << 20) + " of memory";
        return facts.machine().memoryMiB() >= ENOUGH_MEMORY_MIB
                ? Finding.ok("resources", found)
                : Finding.warning(
                        "resources",
                        found + ", but a sweep with one slot needs about 3 GiB",
                        "Lower cluster.memory_per_trial, or use a larger machine or container.");
    }

    private Finding openFiles() {
        if (facts.openFiles().isEmpty() || facts.openFiles().getAsLong() >= MANY_FILES) {
            return Finding.ok(
                    "open files",
                    facts.openFiles().isEmpty()
                            ? "limit unknown"
                            : "up to " + TextFormat.count(facts.openFiles().getAsLong()));
        }
        return Finding.warning(
                "open files",
                "at most " + facts.openFiles().getAsLong() + " per process",
                "Raise the limit before you start Sextant: ulimit -n " + MANY_FILES);
    }

    private Finding sharedMemory() {
        if (facts.sharedMemoryBytes().isEmpty()) {
            return Finding.ok("/dev/shm", "none");
        }
        long bytes = facts.sharedMemoryBytes().getAsLong();
        return bytes >= ENOUGH_SHARED_MEMORY
                ? Finding.ok("/dev/shm", TextFormat.bytes(bytes))
                : Finding.warning(
                        "/dev/shm",
                        TextFormat.bytes(bytes) + " may be too small for the embedded PostgreSQL",
                        "Give the container more, for example with docker run --shm-size=256m.");
    }

    private Finding locale() {
        return facts.fileNameEncoding().equals("UTF-8")
                ? Finding.ok("file names", "UTF-8")
                : Finding.warning(
                        "file names",
                        "are read as " + facts.fileNameEncoding() + ": files with other letters are not found",
                        "Set LC_ALL=C.UTF-8, also for executors.");
    }

    private Finding userHome() {
        Path folder = facts.userHome();
        if (WritableFolder.isWritable(folder)) {
            return Finding.ok("user", facts.user() + ", home " + folder);
        }
        return Finding.warning(
                "user",
                facts.user() + " may not write to the home folder " + folder,
                "Correct HOME, or set SEXTANT_HOME to a folder of your own.");
    }
}
