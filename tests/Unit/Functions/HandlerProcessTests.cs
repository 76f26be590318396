using System.Net;
using System.Text;

namespace Clientele.Unit.Functions;

public sealed class HandlerProcessTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task A_blob_of_200_MB_moves_the_handlers_memory_by_less_than_20_MB()
    {
        await using HandlerProcess handler = await HandlerProcess.StartReadyAsync();

        // The first calls of a process compile what they run, and fill the server's pools: that is not the blob's.
        for (int i = 0; i < 3; i++)
        {
            (await PlanAsync(handler, 2 * Megabyte)).ShouldBe(HttpStatusCode.OK);
        }

        long before = handler.Resident();
        (await PlanAsync(handler, 200 * Megabyte)).ShouldBe(HttpStatusCode.OK);

        (handler.PeakResident() - before).ShouldBeLessThan(20 * Megabyte);
    }

    [Theory]
    [InlineData("-TERM")]
    [InlineData("-INT")]
    public async Task Asked_to_stop_it_does_not_end_with_zero(string signal)
    {
        await using HandlerProcess handler = await HandlerProcess.StartReadyAsync();

        await handler.SignalAsync(signal);

        (await handler.ExitCodeAsync()).ShouldNotBe(0);
    }

    [Fact]
    public async Task What_nobody_catches_ends_it_with_a_sentence_and_not_with_zero()
    {
        await using HandlerProcess handler = await HandlerProcess.StartReadyAsync();
        try
        {
            using StringContent work = new(HostCallTests.Queue("throw on a thread"));
            using HttpResponseMessage answer = await handler.Client.PostAsync("/WorkOnPart", work);
        }
        catch (HttpRequestException)
        {
            // It may end before it answers.
        }

        (await handler.ExitCodeAsync()).ShouldBe(1);
        handler.Output.ShouldContain(line => line.Contains("Nobody catches this.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_function_key_never_appears_in_the_log()
    {
        await using HandlerProcess handler = await HandlerProcess.StartReadyAsync();
        foreach (string path in new[] { "/api/runs?code=open-sesame", "/api/runs?take=x&code=open-sesame", "/nowhere?code=open-sesame" })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            request.Headers.Add("x-functions-key", "open-sesame");
            using HttpResponseMessage answer = await handler.Client.SendAsync(request);
        }

        await handler.SignalAsync("-TERM");
        await handler.ExitCodeAsync();

        handler.Output.ShouldAllBe(line => !line.Contains("sesame", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("high")]
    public async Task Without_a_port_it_says_so_and_does_not_end_with_zero(string? port)
    {
        await using HandlerProcess handler = HandlerProcess.Start(port);

        (await handler.ExitCodeAsync()).ShouldBe(1);
        handler.Output.ShouldContain(line => line.Contains("FUNCTIONS_CUSTOMHANDLER_PORT", StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode> PlanAsync(HandlerProcess handler, int blobBytes)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/PlanRun") { Content = new BlobCall(blobBytes) };
        request.Headers.TransferEncodingChunked = true;
        using HttpResponseMessage answer = await handler.Client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>A blob trigger's body, made while it is sent: the blob as one base64 string.</summary>
    private sealed class BlobCall(int blobBytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("{\"Data\":{\"blob\":\""u8.ToArray());
            byte[] block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("SUQ7WWVhcl9CaXJ0aAo+", 4096)));
            long left = blobBytes / 3 * 4L;
            while (left > 0)
            {
                int now = (int)Math.Min(left, block.Length);
                await stream.WriteAsync(block.AsMemory(0, now));
                left -= now;
            }

            await stream.WriteAsync("""
                "},"Metadata":{"Uri":"\"http://127.0.0.1:10000/devstoreaccount1/uploads/big.csv\"","name":"\"big.csv\"","sys":{"MethodName":"PlanRun"}}}
                """u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
