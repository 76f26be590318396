using System.Net.Http.Json;
using System.Text.Json;

namespace Clientele.LocalHost.Run;

/// <summary>The app's own account of its runs.</summary>
internal sealed class RunsApi(Uri app, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = app, Timeout = AnswersWithin };

    /// <summary>Every run, newest first. Waits while the handler is being started again.</summary>
    /// <exception cref="LocalHostException">The app does not answer, or not with runs.</exception>
    public async Task<IReadOnlyList<RunReport>> ListAsync(CancellationToken cancellation)
    {
        long since = time.GetTimestamp();
        while (true)
        {
            string trouble;
            try
            {
                using HttpResponseMessage response = await _client.GetAsync("api/runs", cancellation);
                if (response.IsSuccessStatusCode)
                {
                    return (await response.Content.ReadFromJsonAsync(ReportJson.Default.RunList, cancellation))?.Runs ?? [];
                }

                trouble = $"it answers {(int)response.StatusCode} {response.ReasonPhrase}";
            }
            catch (Exception exception) when (exception is HttpRequestException or JsonException or IOException)
            {
                trouble = exception.Message;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                trouble = "it does not answer";
            }

            if (time.GetElapsedTime(since) > AnswersWithin)
            {
                throw new LocalHostException($"The app can't tell its runs ({app}api/runs): {trouble}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), time, cancellation);
        }
    }

    public void Dispose() => _client.Dispose();
}
