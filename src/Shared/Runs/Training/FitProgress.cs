namespace Clientele.Runs.Training;

/// <summary>Writes how far a fit is into the run's row, every few seconds: people see it move, and so does Watch.</summary>
internal sealed class FitProgress : IProgress<double>, IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    private readonly RunLedger _ledger;
    private readonly RunRow _run;
    private readonly ITimer _timer;
    private readonly SemaphoreSlim _writing = new(1);
    private double _share;
    private double _written;

    public FitProgress(RunLedger ledger, RunRow run, TimeProvider time)
    {
        (_ledger, _run) = (ledger, run);
        _timer = time.CreateTimer(static me => _ = ((FitProgress)me!).WriteAsync(), this, Every, Every);
    }

    public void Report(double value) => Volatile.Write(ref _share, value);

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();

        // A write under way must not come after what the caller does next.
        await _writing.WaitAsync();
        _writing.Dispose();
    }

    private async Task WriteAsync()
    {
        if (!_writing.Wait(TimeSpan.Zero))
        {
            return;
        }

        try
        {
            double share = Volatile.Read(ref _share);
            if (share != _written)
            {
                await _ledger.UpdateAsync(_run.Schema, _run.Id, row => row.HasEnded ? null : row with { Progress = share }, CancellationToken.None);
                _written = share;
            }
        }
        catch (Exception e) when (e is IOException or Azure.RequestFailedException)
        {
            // The next tick tries again; a fit must not fail because nobody could be told how far it is.
        }
        finally
        {
            _writing.Release();
        }
    }
}
