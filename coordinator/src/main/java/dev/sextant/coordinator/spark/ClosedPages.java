package dev.sextant.coordinator.spark;

import java.io.IOException;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletResponse;

/**
 * Refuses every request to the web pages of {@link LocalCluster}'s master and workers, which Spark always starts: they show
 * the output of executors to each user of the machine.
 */
public final class ClosedPages implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain next) throws IOException {
        ((HttpServletResponse) response).sendError(HttpServletResponse.SC_FORBIDDEN);
    }
}
