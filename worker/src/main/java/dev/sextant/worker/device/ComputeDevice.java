package dev.sextant.worker.device;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.TrainingFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.util.CrashReportingUtil;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Device and CPU threads of a run, which are set for the thread that trains. */
public final class ComputeDevice {
    private static final Pattern GPU = Pattern.compile("gpu (\\d+).*");

    private ComputeDevice() {}

    /**
     * Binds the calling thread to a device.
     *
     * @param device e.g. {@code cpu} or {@code gpu 0}
     * @param threads CPU threads for native operations; applies to the whole process, whose runs all have the same
     *     number
     * @throws TrainingFailure if there is no such device
     */
    public static void use(String device, int threads) throws TrainingFailure {
        // This call comes first, because starting ND4J sets up what its native operations need.
        requireNd4j();
        // Written into the working directory when memory runs out, by libraries that are not shipped.
        CrashReportingUtil.crashDumpsEnabled(false);
        boolean cpuOnly = Nd4j.getEnvironment().isCPU();
        Matcher gpu = GPU.matcher(device);
        if (!gpu.matches()) {
            NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
            return;
        }
        if (cpuOnly) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    "The run was given " + device
                            + ", but this build of ND4J only uses the CPU; build with the profile cuda, or "
                            + "set cluster.gpus_per_trial to 0");
        }
        int devices = Nd4j.getAffinityManager().getNumberOfDevices();
        // An executor that sees only its own device numbers it 0, whatever its number in Spark.
        int index = devices == 1 ? 0 : Integer.parseInt(gpu.group(1));
        if (index >= devices) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    "The run was given " + device + ", but ND4J finds only " + devices
                            + " devices; check CUDA_VISIBLE_DEVICES and the discovery script");
        }
        Nd4j.getAffinityManager().unsafeSetDevice(index);
    }

    /**
     * Checks that ND4J starts on this machine.
     *
     * @throws TrainingFailure if it does not, with the remedy
     */
    public static void requireNd4j() throws TrainingFailure {
        try {
            Nd4j.getEnvironment();
        } catch (LinkageError
                | RuntimeException e) { // the static initializer's own at first, NoClassDefFoundError later
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    "ND4J does not start on this machine (" + e
                            + "). A build with the profile cuda needs a GPU and the"
                            + " driver's libcuda.so.1; on other machines use a build without that profile",
                    e);
        }
    }
}
